import { spawnSync } from "node:child_process";
import {
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compactDecrypt, importJWK } from "jose";
import { describe, expect, test } from "vitest";
import type { SealContext } from "@/lib/vault/header";
import { sealCredential } from "@/lib/vault/seal";
import { assertSealedFor, unseal } from "@/lib/vault/unseal";

interface Vectors {
  key: JsonWebKey & { kid: string };
  context: SealContext;
  login: { username: string; password: string };
  valid: string;
  refused: Record<string, string>;
}
const here = (name: string) => fileURLToPath(new URL(`./vectors/${name}`, import.meta.url));
const { key, context, login, valid, refused } = JSON.parse(readFileSync(here("vectors.json"), "utf8")) as Vectors;
const pkcs8 = () => Buffer.from(createPrivateKey({ key, format: "jwk" }).export({ type: "pkcs8", format: "pem" }));

/** Opens as the worker does, once it has the key of a connection. */
async function open(jwe: string) {
  expect(assertSealedFor(jwe, context).keyId).toBe(key.kid);
  return await unseal(jwe, pkcs8());
}
const { d: _, kid, ...publicKey } = key;
const sealOurs = () => sealCredential(publicKey, kid, context, { kind: "password", ...login });

describe("what python3-jwcrypto has sealed", () => {
  test("is opened", async () => {
    expect(await open(valid)).toMatchObject(login);
  });

  test.each(Object.entries(refused))("is refused: %s", async (_what, jwe) => {
    await expect((async () => await open(jwe))()).rejects.toMatchObject({ name: "VaultError" });
  });
});

/** The Concat KDF of RFC 7518, section 4.6.2, for 256 bits: one round of SHA-256. */
function deriveKey(secret: Buffer, algorithm: string): Buffer {
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const withLength = (text: string) => Buffer.concat([number(text.length), Buffer.from(text)]);
  const parts = [number(1), secret, withLength(algorithm), number(0), number(0), number(256)];
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

/** Opens ECDH-ES+A256KW with A256GCM by the steps of RFC 7516, section 5.2, from OpenSSL's primitives alone. */
function openByHand(jwe: string, privateKey: KeyObject): string {
  const [head = "", wrapped = "", iv = "", text = "", tag = ""] = jwe.split(".");
  const { epk } = JSON.parse(Buffer.from(head, "base64url").toString()) as { epk: JsonWebKey };
  const secret = diffieHellman({ privateKey, publicKey: createPublicKey({ key: epk, format: "jwk" }) });
  const unwrap = createDecipheriv("id-aes256-wrap", deriveKey(secret, "ECDH-ES+A256KW"), Buffer.alloc(8, 0xa6));
  const contentKey = Buffer.concat([unwrap.update(Buffer.from(wrapped, "base64url")), unwrap.final()]);
  const decipher = createDecipheriv("aes-256-gcm", contentKey, Buffer.from(iv, "base64url"), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(head)).setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString();
}

describe("what we seal", () => {
  test("is opened step by step as the standards say, by OpenSSL's primitives", async () => {
    const opened = openByHand(await sealOurs(), createPrivateKey({ key, format: "jwk" }));
    expect(JSON.parse(opened)).toMatchObject(login);
    expect(Buffer.byteLength(opened)).toBe(1_024);
  });

  test("is opened by python3-jwcrypto", async ({ skip }) => {
    const python = ["/usr/bin/python3", "python3"].find((name) => spawnSync(name, ["-c", "import jwcrypto"]).status === 0);
    if (!python && process.env.CI === "true") throw new Error("python3-jwcrypto is not on this machine.");
    if (!python) return skip("no python3-jwcrypto on this machine");
    const input = JSON.stringify({ key, jwe: await sealOurs() });
    const { stdout, stderr } = spawnSync(python, [here("vectors.py"), "open"], { input, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject(login);
  });
});

/** RFC 7520, sections 5.4 and 5.5: the two of its examples that agree on a key by ECDH-ES. */
const examples = JSON.parse(readFileSync(here("rfc7520.json"), "utf8")) as {
  section: string;
  key: JsonWebKey;
  alg: string;
  enc: string;
  compact: string;
  plaintext: string;
}[];

describe.each(examples)("RFC 7520, section $section", ({ key: theirs, alg, enc, compact, plaintext }) => {
  test("opens by the library that we seal and open with", async () => {
    const allowed = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] };
    const opened = await compactDecrypt(compact, await importJWK(theirs, alg), allowed);
    expect(new TextDecoder().decode(opened.plaintext)).toBe(plaintext);
  });

  test("is refused as a credential, for its algorithms are not ours", () => {
    expect(() => assertSealedFor(compact, context)).toThrow(expect.objectContaining({ why: "header" }));
  });
});
