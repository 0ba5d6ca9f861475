import { transaction } from "@/db/client";
import { awaitVerification, findLinked } from "@/db/queries/connections";
import { later, now, secondMs } from "@/lib/base/clock";
import { webEnv } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { recordRequest } from "@/lib/requests/record-request";
import { readKeyStatement } from "@/lib/vault/key-statement";
import { storeCredential } from "@/lib/vault/store-credential";

/**
 * Stores what the browser sealed as the connection's next credential, and asks the worker to try it, in one transaction.
 * @throws AppError not_found, invalid_input when the seal is not for this connection's key, conflict when another form was faster.
 */
export async function submitCredential(accountId: string, connectionId: string, jwe: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    const connection = await findLinked(tx, accountId, connectionId);
    if (!connection) throw new AppError("not_found");
    const { keyStatement, platform, credentialVersion } = connection;
    const of = { member: accountId, connection: connectionId, platform };
    const key = keyStatement ? await readKeyStatement(keyStatement, webEnv().VAULT_PUBLIC_KEY, of) : null;
    if (!key) throw new AppError("conflict", { reason: "no_key" });
    const version = credentialVersion + 1;
    await storeCredential(tx, key.keyId, { ...of, host: key.host, version }, jwe);
    if (!(await awaitVerification(tx, connectionId, version, later(now(), 30 * secondMs)))) throw new AppError("conflict");
    await recordRequest(tx, { accountId, kind: "verify-connection", subjectId: connectionId });
  });
}
