import { type Tx, transaction } from "@/db/client";
import { listLinked, markUnlinked } from "@/db/queries/connections";
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
    if (!(await endConnection(tx, accountId, connectionId, "member"))) throw new AppError("not_found");
  });
}

/** The same for every connection that an account has, in the caller's transaction. */
export async function unlinkAll(tx: Tx, accountId: string, reason: "erased"): Promise<void> {
  for (const { id } of await listLinked(tx, accountId)) await endConnection(tx, accountId, id, reason);
}

async function endConnection(tx: Tx, accountId: string, connectionId: string, reason: "member" | "erased"): Promise<boolean> {
  const at = now();
  if (!(await markUnlinked(tx, accountId, connectionId, at, later(at, 30 * secondMs)))) return false;
  await deleteCredential(tx, connectionId);
  await recordAccess(tx, { act: "connection.unlink", object: `connection:${connectionId}`, subject: accountId, reason });
  await recordRequest(tx, { accountId, kind: "destroy-keys", subjectId: connectionId });
  return true;
}
