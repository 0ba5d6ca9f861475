import { transaction } from "@/db/client";
import { accessKeysOf } from "@/db/queries/access-keys";
import { exportAccount, exportRecords, exportWork } from "@/db/queries/export";
import { exportBooks } from "@/db/queries/export-books";
import { exportIncidents } from "@/db/queries/export-incidents";
import { exportBilling, exportOrders } from "@/db/queries/export-orders";
import { openOwn } from "@/lib/audit/read-access-log";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { describeData } from "@/lib/terms/describe-data";

/** Raised when a field goes or changes its meaning; docs/operations/export-format.md says what each one is. */
export const exportVersion = 1;

/**
 * Everything that an account's rows hold, for its holder: no secret, no sealed login, nothing of other people. Writes a line into the
 * access log in the same transaction, which is therefore the last one in it.
 */
export async function exportData(accountId: string) {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    await recordAccess(tx, { act: "account.export", object: `account:${accountId}`, subject: accountId, reason: "member" });
    const key = (await accessKeysOf(tx, [accountId])).get(accountId) ?? null;
    const { accessLog, ...records } = await exportRecords(tx, accountId);
    return {
      format: "holdfast-export",
      version: exportVersion,
      madeAt: now(),
      ...(await exportAccount(tx, accountId)),
      ...records,
      accessLog: accessLog.map(({ id, personal, ...line }) => ({
        ...line,
        network: openOwn(accountId, key, { id, actor: line.actor, personal }),
      })),
      ...(await exportIncidents(tx, accountId)),
      ...(await exportWork(tx, accountId)),
      ...(await exportOrders(tx, accountId)),
      ...(await exportBilling(tx, accountId)),
      ...(await exportBooks(tx, accountId)),
      dataMap: describeData(),
    };
  });
}
