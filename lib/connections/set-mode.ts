import { transaction } from "@/db/client";
import { setConnectionMode } from "@/db/queries/connections";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

/**
 * Switches automatic acceptance on a connection on or off. Off holds before the next call to the platform.
 * @throws AppError not_found
 */
export async function setMode(accountId: string, connectionId: string, mode: "off" | "auto"): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await setConnectionMode(tx, accountId, connectionId, mode, now()))) throw new AppError("not_found");
    await recordAccess(tx, { act: "connection.mode", object: `connection:${connectionId}`, subject: accountId, reason: mode });
  });
}
