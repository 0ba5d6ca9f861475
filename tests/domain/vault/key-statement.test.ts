import { exportJWK, generateKeyPair } from "jose";
import { expect, test } from "vitest";
import { readConnections } from "@/lib/connections/read-connections";
import { submitCredential } from "@/lib/connections/submit-credential";
import { sign } from "@/lib/keys/local-keyring-sign";
import { makeSigningPair, signWith } from "@/lib/keys/signing";
import { type KeyStatement, readKeyStatement } from "@/lib/vault/key-statement";
import { connectionRow, givenKey, sealAsBrowser } from "@/tests/domain/support/given-connection";
import { givenSandbox } from "@/tests/domain/support/given-sandbox";

const { database } = await givenSandbox();

const vaultPublicKey = () => JSON.parse(process.env.VAULT_PUBLIC_KEY ?? "") as object;

async function given(): Promise<{ accountId: string; connectionId: string; statement: string; says: KeyStatement }> {
  const { accountId, connectionId } = await givenKey();
  const statement = (await connectionRow(connectionId))?.keyStatement ?? "";
  const of = { member: accountId, connection: connectionId, platform: "field-nation" };
  const says = await readKeyStatement(statement, vaultPublicKey(), of);
  if (!says) throw new Error("the statement does not hold");
  return { accountId, connectionId, statement, says };
}

async function forge(says: KeyStatement): Promise<KeyStatement> {
  const { publicKey } = await generateKeyPair("ECDH-ES+A256KW", { crv: "P-256" });
  const { x = "", y = "" } = await exportJWK(publicKey);
  return { ...says, publicKey: { kty: "EC", crv: "P-256", x, y } };
}

test("a statement holds for its own member, connection and platform only", async () => {
  const { statement, says } = await given();
  const { member, connection, platform } = says;
  const other = "018f0000-0000-7000-8000-000000000000";
  for (const of of [
    { member: other, connection, platform },
    { member, connection: other, platform },
    { member, connection, platform: "elsewhere" },
  ]) {
    expect(await readKeyStatement(statement, vaultPublicKey(), of)).toBeNull();
  }
});

test("a key that another signs for is not believed", async () => {
  const { says } = await given();
  const { privateJwk } = await makeSigningPair();
  const forged = await signWith(privateJwk, JSON.stringify(await forge(says)));
  expect(await readKeyStatement(forged, vaultPublicKey(), says)).toBeNull();
  const withLinkKey = await sign("link-signing", JSON.stringify(says));
  expect(await readKeyStatement(withLinkKey, vaultPublicKey(), says)).toBeNull();
});

test.each(["{}", "[]", "not JSON"])("a signed text that is no statement is refused: %s", async (text) => {
  const { says } = await given();
  expect(await readKeyStatement(await sign("vault-signing", text), vaultPublicKey(), says)).toBeNull();
});

test("a statement with anything more or less in it is refused", async () => {
  const { says } = await given();
  const { host: _, ...withoutHost } = says;
  const privateKey = { ...says, publicKey: { ...says.publicKey, d: "A".repeat(43) } };
  for (const other of [withoutHost, { ...says, note: "x" }, privateKey]) {
    expect(await readKeyStatement(await sign("vault-signing", JSON.stringify(other)), vaultPublicKey(), says)).toBeNull();
  }
});

test("a key that someone puts into the database is neither rendered nor sealed for", async () => {
  const { accountId, connectionId, says } = await given();
  const { privateJwk } = await makeSigningPair();
  const forged = await forge(says);
  const statement = await signWith(privateJwk, JSON.stringify(forged));
  await database`update connections set public_key = ${JSON.stringify(forged.publicKey)}, key_statement = ${statement} where id = ${connectionId}`;
  expect((await readConnections(accountId)).connections).toMatchObject([{ sealing: null }]);
  await expect(sealAsBrowser(accountId, { kind: "password", username: "someone", password: "a password" })).rejects.toThrow(
    "no key to seal for",
  );
  await expect(submitCredential(accountId, connectionId, "a.b.c.d.e")).rejects.toMatchObject({ refusal: "conflict" });
});
