import { transaction } from "@/db/client";
import { replaceBusyTimes } from "@/db/queries/busy-times";
import { beginStep, forgetKey } from "@/db/queries/connections";
import { recordAccess } from "@/lib/audit/record-access";
import { later, minuteMs, now } from "@/lib/base/clock";
import { dropSession } from "@/lib/connections/session-for";
import { destroyConnectionKeys } from "@/lib/vault/destroy-keys";

const job = "destroy-keys";

/**
 * Job: destroys the keys of a connection that was unlinked, and forgets its login and what was assigned to the member there. A crash before the end is written down leaves the
 * connection due, and destroying again changes nothing.
 */
export async function destroyKeys(connectionId: string): Promise<void> {
  const connection = await transaction({ kind: "system", job }, (tx) => beginStep(tx, connectionId, ["unlinked"], later(now(), minuteMs)));
  if (!connection) return;
  dropSession(connectionId);
  await destroyConnectionKeys(connectionId);
  const { accountId, keyId } = connection;
  await transaction({ kind: "system", job, accountId }, async (tx) => {
    await replaceBusyTimes(tx, { accountId, connectionId }, []);
    if (!(await forgetKey(tx, connectionId)) || keyId === null) return;
    await recordAccess(tx, { act: "key.destroy", object: `connection:${connectionId}`, subject: accountId, reason: "unlinked" });
  });
}
