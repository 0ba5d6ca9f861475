import { transaction } from "@/db/client";
import { markUnlinked } from "@/db/queries/connections";
import { deleteCredential } from "@/db/queries/credentials";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now, secondMs } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { recordRequest } from "@/lib/requests/record-request";

/**
 * Ends a connection: removes its sealed login and asks the worker to destroy its keys, in one transaction. What was accepted stays.
 * @throws AppError not_found
 */
export async function unlinkConnection(accountId: string, connectionId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    const at = now();
    if (!(await markUnlinked(tx, accountId, connectionId, at, later(at, 30 * secondMs)))) throw new AppError("not_found");
    await deleteCredential(tx, connectionId);
    await recordAccess(tx, { act: "connection.unlink", object: `connection:${connectionId}`, subject: accountId, reason: "member" });
    await recordRequest(tx, { accountId, kind: "destroy-keys", subjectId: connectionId });
  });
}
