import { transaction } from "@/db/client";
import { putMargins } from "@/db/queries/schedules";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

/** The most minutes that can be kept free on either side of a job. */
export const longestMarginMinutes = 240;

/**
 * Keeps minutes free before and after each job that is accepted from now on; what was accepted before keeps the time that it has.
 * @throws AppError invalid_input with `field` "beforeMinutes" or "afterMinutes"; conflict for an account without a schedule
 */
export async function saveMargins(accountId: string, margins: { beforeMinutes: number; afterMinutes: number }): Promise<void> {
  for (const [field, minutes] of Object.entries(margins)) {
    if (!Number.isInteger(minutes) || minutes < 0 || minutes > longestMarginMinutes) throw new AppError("invalid_input", { field });
  }
  await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await putMargins(tx, accountId, margins, now()))) throw new AppError("conflict");
    await recordAccess(tx, { act: "schedule.margins", object: `schedule:${accountId}`, subject: accountId, reason: "changed_by_member" });
  });
}
