import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { readKeyring } from "@/lib/keys/local-keyring";
import { keyringProvider } from "@/lib/keys/local-keyring-provider";
import { makeKeyring } from "@/lib/keys/make-keyring";
import { signWith, verifySigned } from "@/lib/keys/signing";

const folder = mkdtempSync(path.join(tmpdir(), "holdfast-keyring-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let dir: string;
let made = 0;
beforeEach(() => {
  made += 1;
  dir = path.join(folder, `ring-${made}`);
});

const bytesOf = () => readdirSync(dir).map((name) => [name, readFileSync(path.join(dir, name), "utf8")]);

test("a new keyring is readable by its owner alone", async () => {
  await makeKeyring(dir);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(dir)) expect(statSync(path.join(dir, name)).mode & 0o777).toBe(0o600);
});

test("making a keyring again changes no key", async () => {
  const first = await makeKeyring(dir);
  const before = bytesOf();
  expect(await makeKeyring(dir)).toEqual(first);
  expect(bytesOf()).toEqual(before);
});

test("two makers at once end with one keyring that both know", async () => {
  const [one, other] = await Promise.all([makeKeyring(dir), makeKeyring(dir)]);
  expect(one).toEqual(other);
  expect(readdirSync(dir).filter((name) => name.startsWith("."))).toEqual([]);
});

test("the public halves check what the keyring signs", async () => {
  const { vault, link } = await makeKeyring(dir);
  const signed = await signWith(readKeyring(dir).signing("vault-signing"), "a statement");
  expect(await verifySigned(vault, signed)).toBe("a statement");
  expect(await verifySigned(link, signed)).toBeNull();
});

test("a keyring of an earlier release gets the signing key that it lacks, and keeps its own", async () => {
  await makeKeyring(dir);
  rmSync(path.join(dir, "row-signing.json"));
  const before = bytesOf();
  expect(() => readKeyring(dir)).toThrow(/lacks: row-signing.*keys -- make/);
  await makeKeyring(dir);
  expect(readKeyring(dir).signing("row-signing").crv).toBe("Ed25519");
  expect(bytesOf()).toEqual(expect.arrayContaining(before));
});

test("a directory that others can enter is refused, with the remedy", async () => {
  await makeKeyring(dir);
  chmodSync(dir, 0o750);
  expect(() => keyringProvider(dir)).toThrow(/mode 750/);
  expect(() => readKeyring(dir)).toThrow(/mode 750.*chmod -R go=/);
});

test("a key file that others can read is refused", async () => {
  await makeKeyring(dir);
  chmodSync(path.join(dir, "root.json"), 0o644);
  chmodSync(path.join(dir, "row-signing.json"), 0o640);
  expect(() => readKeyring(dir)).toThrow(/row-signing\.json can be read or changed by other users/);
  expect(() => keyringProvider(dir)).toThrow(/root\.json can be read or changed by other users/);
});

test("a missing key is named", async () => {
  await makeKeyring(dir);
  rmSync(path.join(dir, "root.json"));
  rmSync(path.join(dir, "order-hash.json"));
  expect(() => readKeyring(dir)).toThrow(/lacks: order-hash\. Restore it from its backup/);
  expect(() => keyringProvider(dir)).toThrow(/lacks: root\. Restore it from its backup/);
  expect(() => readKeyring(path.join(dir, "nowhere"))).toThrow(/There is no keyring at/);
});

test("a damaged key is refused without showing what is left of it", async () => {
  await makeKeyring(dir);
  const file = path.join(dir, "root.json");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.slice(0, -10));
  const key: unknown = JSON.parse(text).keys[0].k;
  const refusal = (() => {
    try {
      keyringProvider(dir);
      return "none";
    } catch (thrown) {
      return String(thrown);
    }
  })();
  expect(refusal).toContain("does not hold a set of JSON Web Keys");
  expect(refusal).not.toContain(String(key).slice(0, 8));
});

test("a wrapped key opens under its own context only", async () => {
  await makeKeyring(dir);
  const provider = keyringProvider(dir);
  const plain = new TextEncoder().encode("a private key");
  const { keyId, wrapped } = await provider.wrap(plain, "connection-key:a:1");
  expect(Buffer.from(wrapped).includes(Buffer.from(plain))).toBe(false);
  expect(Buffer.from(await provider.unwrap(keyId, wrapped, "connection-key:a:1"))).toEqual(Buffer.from(plain));
  await expect(provider.unwrap(keyId, wrapped, "connection-key:b:1")).rejects.toThrow(/damaged, or belongs elsewhere/);
  await expect(provider.unwrap("other", wrapped, "connection-key:a:1")).rejects.toThrow("The keyring lacks root key other.");
  const flipped = Buffer.from(wrapped);
  flipped[20] = (flipped[20] ?? 0) ^ 1;
  await expect(provider.unwrap(keyId, flipped, "connection-key:a:1")).rejects.toThrow(/damaged/);
  await expect(provider.unwrap(keyId, new Uint8Array(), "connection-key:a:1")).rejects.toThrow(/damaged/);
});
