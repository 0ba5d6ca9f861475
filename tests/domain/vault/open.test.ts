import { base64url, CompactEncrypt, importJWK } from "jose";
import { describe, expect, test } from "vitest";
import { keysDb, transaction } from "@/db/client";
import { raiseFloor } from "@/db/queries/connection-keys";
import { findCredential } from "@/db/queries/credentials";
import { submitCredential } from "@/lib/connections/submit-credential";
import { readHeader } from "@/lib/vault/header";
import { openCredential } from "@/lib/vault/open-credential";
import { signRow } from "@/lib/vault/row-seal";
import { connectionRow, givenKey, sealAsBrowser } from "@/tests/domain/support/given-connection";
import { givenSandbox } from "@/tests/domain/support/given-sandbox";
import { logLines } from "@/tests/support/log-watch";

const { sandbox, database } = await givenSandbox();

const login = { username: "technician@example.org", password: "a platform password, sealed" };
const why = { job: "test", reason: "verify" };
const host = () => new URL(sandbox.platform).host;

async function givenSealed() {
  const { accountId, connectionId } = await givenKey();
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, { kind: "password", ...login }));
  const keyId = (await connectionRow(connectionId))?.keyId ?? "";
  return { accountId, connectionId, platform: "field-nation", host: host(), keyId };
}

const stored = (connectionId: string) => transaction({ kind: "system", job: "test" }, (tx) => findCredential(tx, connectionId));

/** Puts another JWE into the row, signed as web would sign it: what someone who holds web's own key could store. */
async function plant(of: { connectionId: string; accountId: string }, jwe: string, version = 1): Promise<void> {
  const signature = await signRow(JSON.parse(process.env.ROW_SIGNING_KEY ?? ""), { ...of, jwe, version, signer: "web" });
  await database`update credentials set jwe = ${jwe}, signature = ${signature}, version = ${version} where connection_id = ${of.connectionId}`;
}

/** The stored JWE's header with changes, sealed anew for the connection's real key. */
async function sealWith(
  of: { connectionId: string },
  changes: Record<string, unknown>,
  plain = JSON.stringify(login).padEnd(1_024),
): Promise<string> {
  const header = JSON.parse(new TextDecoder().decode(base64url.decode((await stored(of.connectionId))?.jwe.split(".")[0] ?? "")));
  const { epk: _, ...kept } = header;
  const publicKey = (await connectionRow(of.connectionId))?.publicKey ?? {};
  return await new CompactEncrypt(new TextEncoder().encode(plain))
    .setProtectedHeader({ ...kept, ...changes })
    .encrypt(await importJWK(publicKey, String(changes.alg ?? kept.alg)));
}

test("what the browser seals, the worker opens, and nobody else's eyes see it", async () => {
  const of = await givenSealed();
  const opened = await openCredential(of, why);
  expect(opened).toMatchObject({ login: { kind: "password", ...login }, row: { version: 1 } });
  const everything = JSON.stringify(await database`select * from credentials, connections, access_lines, requests`);
  for (const secret of Object.values(login)) {
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(Buffer.from(secret).toString("base64").slice(0, -3));
    expect(JSON.stringify(logLines())).not.toContain(secret);
  }
});

describe("the worker refuses", () => {
  test("a row that web did not sign", async () => {
    const of = await givenSealed();
    const { jwe } = (await stored((await givenSealed()).connectionId)) ?? { jwe: "" };
    await database`update credentials set jwe = ${jwe} where connection_id = ${of.connectionId}`;
    await expect(openCredential(of, why)).rejects.toMatchObject({ why: "row_signature" });
  });

  test("another connection's credential, even when it is signed for this one", async () => {
    const of = await givenSealed();
    await plant(of, (await stored((await givenSealed()).connectionId))?.jwe ?? "");
    await expect(openCredential(of, why)).rejects.toMatchObject({ why: "header" });
  });

  test("a host that is not the one configured for the platform", async () => {
    const of = await givenSealed();
    await expect(openCredential({ ...of, host: "elsewhere.example" }, why)).rejects.toMatchObject({ why: "header" });
  });

  test("a version below the one that was accepted", async () => {
    const of = await givenSealed();
    await raiseFloor(keysDb(), of.connectionId, 2);
    await expect(openCredential(of, why)).rejects.toMatchObject({ why: "replayed" });
  });

  test.each([
    ["another key algorithm", { alg: "ECDH-ES+A128KW" }],
    ["another content encryption", { enc: "A128GCM" }],
    ["another member", { member: "018f0000-0000-7000-8000-000000000000" }],
    ["another platform", { platform: "elsewhere" }],
    ["another host", { host: "elsewhere.example" }],
    ["another version", { version: 2 }],
    ["an unknown member of the header", { note: "x" }],
  ])("a header with %s", async (_, changes) => {
    const of = await givenSealed();
    await plant(of, await sealWith(of, changes));
    await expect(openCredential(of, why)).rejects.toMatchObject({ why: "header" });
  });

  test("a header that names a key which the connection does not have", async () => {
    const of = await givenSealed();
    await plant(of, await sealWith(of, { kid: "another" }));
    await expect(openCredential(of, why)).rejects.toMatchObject({ why: "key_destroyed" });
  });

  test.each([
    ["compression", { zip: "DEF" }],
    ["a critical extension", { crit: ["exp"], exp: 1 }],
    ["an ephemeral key off the named curve", { epk: { kty: "EC", crv: "P-384", x: "A".repeat(43), y: "A".repeat(43) } }],
  ])("a header that asks for %s", async (_, changes) => {
    const of = await givenSealed();
    const [head = "", ...parts] = ((await stored(of.connectionId))?.jwe ?? "").split(".");
    const header = { ...JSON.parse(Buffer.from(head, "base64url").toString()), ...changes };
    await plant(of, [Buffer.from(JSON.stringify(header)).toString("base64url"), ...parts].join("."));
    await expect(openCredential(of, why)).rejects.toMatchObject({ why: "header" });
  });

  test("an ephemeral key that is not on the curve, a changed text and a plaintext that is no login", async () => {
    const of = await givenSealed();
    const good = (await stored(of.connectionId))?.jwe ?? "";
    const [head = "", key = "", iv = "", text = "", tag = ""] = good.split(".");
    const header = JSON.parse(Buffer.from(head, "base64url").toString());
    const offCurve = { ...header, epk: { ...header.epk, y: header.epk.x } };
    const flipped = `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
    const notLogin = await sealWith(of, {}, "[]".padEnd(1_024));
    for (const jwe of [
      [Buffer.from(JSON.stringify(offCurve)).toString("base64url"), key, iv, text, tag].join("."),
      [head, key, iv, flipped, tag].join("."),
      notLogin,
    ]) {
      await plant(of, jwe);
      await expect(openCredential(of, why)).rejects.toMatchObject({ why: "unreadable" });
    }
  });

  test.each(["", "....", "a.b.c.d.e", `${"A".repeat(5_000)}.A.A.A.A`])("text that is no sealed credential: %.20s", (text) => {
    expect(readHeader(text)).toBeNull();
  });

  test("a credential whose key was destroyed", async () => {
    const of = await givenSealed();
    await keysDb().execute(`delete from connection_keys where connection_id = '${of.connectionId}'`);
    await expect(openCredential(of, why)).rejects.toMatchObject({ why: "key_destroyed" });
  });
});

test("web refuses to store a seal for another key or connection", async () => {
  const one = await givenSealed();
  const other = await givenKey();
  const foreign = (await stored(one.connectionId))?.jwe ?? "";
  await expect(submitCredential(other.accountId, other.connectionId, foreign)).rejects.toMatchObject({ refusal: "invalid_input" });
  expect(await stored(other.connectionId)).toBeNull();
});
