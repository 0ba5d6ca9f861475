import { transaction } from "@/db/client";
import { awaitVerification, lockLinked } from "@/db/queries/connections";
import { later, now, secondMs } from "@/lib/base/clock";
import { webEnv } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { recordRequest } from "@/lib/requests/record-request";
import { readHeader } from "@/lib/vault/header";
import { readKeyStatement } from "@/lib/vault/key-statement";
import { storeCredential } from "@/lib/vault/store-credential";

/**
 * Stores what the browser sealed as the connection's next credential, and asks the worker to try it, in one transaction.
 * A form that was open while the connection's key was replaced may still have sealed for the earlier one; the worker seals it anew.
 * @throws AppError not_found, invalid_input when the seal is not for this connection's key, conflict when another form was faster.
 */
export async function submitCredential(accountId: string, connectionId: string, jwe: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    const connection = await lockLinked(tx, accountId, connectionId);
    if (!connection) throw new AppError("not_found");
    const { keyStatement, earlierKeyStatement, platform, credentialVersion } = connection;
    const of = { member: accountId, connection: connectionId, platform };
    const read = async (statement: string | null) => (statement ? await readKeyStatement(statement, webEnv().VAULT_PUBLIC_KEY, of) : null);
    const [current, earlier] = [await read(keyStatement), await read(earlierKeyStatement)];
    if (!current) throw new AppError("conflict", { reason: "no_key" });
    const key = earlier && readHeader(jwe)?.kid === earlier.keyId ? earlier : current;
    const version = credentialVersion + 1;
    await storeCredential(tx, key.keyId, { ...of, host: key.host, version }, jwe);
    if (!(await awaitVerification(tx, connectionId, { version, keyId: key.keyId, dueAt: later(now(), 30 * secondMs) })))
      throw new AppError("conflict");
    await recordRequest(tx, { accountId, kind: "verify-connection", subjectId: connectionId });
  });
}
