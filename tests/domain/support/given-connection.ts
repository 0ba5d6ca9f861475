import { randomBytes } from "node:crypto";
import { transaction } from "@/db/client";
import { type ConnectionRow, findConnection } from "@/db/queries/connections";
import { permitPlatform } from "@/lib/connections/permit-platform";
import { publishConnectionKey } from "@/lib/connections/publish-connection-key";
import { readConnections } from "@/lib/connections/read-connections";
import { startConnection } from "@/lib/connections/start-connection";
import { submitCredential } from "@/lib/connections/submit-credential";
import { verifyConnection } from "@/lib/connections/verify-connection";
import type { PlatformId } from "@/lib/platforms/ids";
import { readKeyStatement } from "@/lib/vault/key-statement";
import type { Login } from "@/lib/vault/login";
import { sealCredential } from "@/lib/vault/seal";
import { givenMember, host } from "@/tests/support/members";
import type { TestSandbox } from "@/tests/support/sandbox";

export const connectionRow = (connectionId: string): Promise<ConnectionRow | null> =>
  transaction({ kind: "system", job: "test" }, (tx) => findConnection(tx, connectionId));

/** A login that the sandbox's platform knows, and its user's id there. */
export async function givenLogin(sandbox: TestSandbox): Promise<Extract<Login, { kind: "password" }> & { userId: number }> {
  const name = randomBytes(5).toString("hex");
  const login = { username: `technician-${name}`, password: `platform-${randomBytes(8).toString("hex")}` };
  const { id } = await sandbox.control<{ id: number }>("POST", "/__users", login);
  return { kind: "password", ...login, userId: id };
}

/** A seat on the sandbox's platform that acts for a user. */
export async function givenSeat(
  sandbox: TestSandbox,
  userId: number,
): Promise<Extract<Login, { kind: "seat" }> & { revoke: () => Promise<unknown> }> {
  const { id, token } = await sandbox.control<{ id: number; token: string }>("POST", "/__seats", { actsFor: [userId] });
  return { kind: "seat", token, actingUserId: String(userId), revoke: () => sandbox.control("DELETE", `/__seats/${id}`) };
}

/** A member with a connection whose key is published and that waits for a login. */
export async function givenKey(platform: PlatformId = "field-nation"): Promise<{ accountId: string; connectionId: string }> {
  await permitPlatform(host, platform);
  const { accountId } = await givenMember();
  const { connectionId } = await startConnection(accountId, platform);
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
export async function givenConnection(sandbox: TestSandbox, platform: PlatformId = "field-nation") {
  return await givenSealed(await givenLogin(sandbox), platform);
}

/** The same with a login of the test's own, which may be refused. */
export async function givenSealed<One extends Login>(login: One, platform: PlatformId = "field-nation") {
  const of = await givenKey(platform);
  await submitCredential(of.accountId, of.connectionId, await sealAsBrowser(of.accountId, login));
  await verifyConnection(of.connectionId);
  return { ...of, login };
}
