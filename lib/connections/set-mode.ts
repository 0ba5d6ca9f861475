import { transaction } from "@/db/client";
import { setConnectionMode } from "@/db/queries/connections";
import { connectionModes } from "@/db/schema";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

export { connectionModes };
export type Mode = (typeof connectionModes)[number];

/**
 * Says what the service may do with offers on a connection that fit. It holds before the next call to the platform.
 * @throws AppError not_found
 */
export async function setMode(accountId: string, connectionId: string, mode: Mode): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await setConnectionMode(tx, accountId, connectionId, mode, now()))) throw new AppError("not_found");
    await recordAccess(tx, { act: "connection.mode", object: `connection:${connectionId}`, subject: accountId, reason: mode });
  });
}
