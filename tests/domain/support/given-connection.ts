import { randomBytes } from "node:crypto";
import { transaction } from "@/db/client";
import { type ConnectionRow, findConnection } from "@/db/queries/connections";
import { permitPlatform } from "@/lib/connections/permit-platform";
import { publishConnectionKey } from "@/lib/connections/publish-connection-key";
import { readConnections } from "@/lib/connections/read-connections";
import { startConnection } from "@/lib/connections/start-connection";
import { submitCredential } from "@/lib/connections/submit-credential";
import { verifyConnection } from "@/lib/connections/verify-connection";
import { readKeyStatement } from "@/lib/vault/key-statement";
import { type Login, sealCredential } from "@/lib/vault/seal";
import { givenMember, host } from "@/tests/support/members";
import type { TestSandbox } from "@/tests/support/sandbox";

export const connectionRow = (connectionId: string): Promise<ConnectionRow | null> =>
  transaction({ kind: "system", job: "test" }, (tx) => findConnection(tx, connectionId));

/** A login that the sandbox's platform knows, and its user's id there. */
export async function givenLogin(sandbox: TestSandbox): Promise<Login & { userId: number }> {
  const name = randomBytes(5).toString("hex");
  const login = { username: `technician-${name}`, password: `platform-${randomBytes(8).toString("hex")}` };
  const { id } = await sandbox.control<{ id: number }>("POST", "/__users", login);
  return { ...login, userId: id };
}

/** A member with a connection whose key is published and that waits for a login. */
export async function givenKey(): Promise<{ accountId: string; connectionId: string }> {
  await permitPlatform(host, "field-nation");
  const { accountId } = await givenMember();
  const { connectionId } = await startConnection(accountId, "field-nation");
  await publishConnectionKey(connectionId);
  return { accountId, connectionId };
}

/** Seals a login as the member's browser does. */
export async function sealAsBrowser(accountId: string, login: Login): Promise<string> {
  const [connection] = (await readConnections(accountId)).connections;
  const offer = connection?.sealing;
  const key = offer ? await readKeyStatement(offer.statement, offer.vaultPublicKey, offer.of) : null;
  if (!offer || !key) throw new Error("no key to seal for");
  return await sealCredential(key.publicKey, key.keyId, { ...offer.of, host: key.host, version: offer.version }, login);
}

/** A member whose sealed login the platform has taken. */
export async function givenConnection(sandbox: TestSandbox) {
  const of = await givenKey();
  const login = await givenLogin(sandbox);
  await submitCredential(of.accountId, of.connectionId, await sealAsBrowser(of.accountId, login));
  await verifyConnection(of.connectionId);
  return { ...of, login };
}
