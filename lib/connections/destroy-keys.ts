import { transaction } from "@/db/client";
import { findConnection } from "@/db/queries/connections";
import { recordAccess } from "@/lib/audit/record-access";
import { dropSession } from "@/lib/connections/session-for";
import { destroyConnectionKeys } from "@/lib/vault/destroy-keys";

/** Job: destroys the keys of a connection that was unlinked, and forgets its login. Run again, it changes nothing but the log. */
export async function destroyKeys(connectionId: string): Promise<void> {
  const connection = await transaction({ kind: "system", job: "destroy-keys" }, (tx) => findConnection(tx, connectionId));
  if (connection?.state !== "unlinked") return;
  dropSession(connectionId);
  await destroyConnectionKeys(connectionId);
  await transaction({ kind: "system", job: "destroy-keys", accountId: connection.accountId }, (tx) =>
    recordAccess(tx, { act: "key.destroy", object: `connection:${connectionId}`, subject: connection.accountId, reason: "unlinked" }),
  );
}
