import { Temporal } from "temporal-polyfill";
import { type Tx, transaction } from "@/db/client";
import { countExceptions, deleteOverride, deleteTimeOff, insertTimeOff, lockSchedule, putOverride } from "@/db/queries/schedules";
import { recordAccess } from "@/lib/audit/record-access";
import { AppError } from "@/lib/base/errors";
import type { DateOverride, TimeOff } from "@/lib/schedule/hours-on";
import { areSound } from "@/lib/schedule/save-schedule";

/** Dates and stretches of time off that one member can keep. */
const mostExceptions = 400;

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).year >= 2000;
  } catch {
    return false;
  }
}

async function changing<Result>(accountId: string, act: string, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const result = await work(tx);
    await recordAccess(tx, { act, object: `schedule:${accountId}`, subject: accountId, reason: "changed_by_member" });
    return result;
  });
}

async function assertRoom(tx: Tx, accountId: string): Promise<void> {
  await lockSchedule(tx, accountId);
  if ((await countExceptions(tx, accountId)) >= mostExceptions) throw new AppError("invalid_input", { reason: "too_many_dates" });
}

/**
 * Gives one date stretches of its own, in the place of its day's in the week; none close it.
 * @throws AppError invalid_input with `field` "date" or "stretches"
 */
export async function saveOverride(accountId: string, { date, stretches }: DateOverride): Promise<void> {
  if (!isDate(date)) throw new AppError("invalid_input", { field: "date" });
  if (!areSound(stretches)) throw new AppError("invalid_input", { field: "stretches" });
  await changing(accountId, "schedule.override", async (tx) => {
    await assertRoom(tx, accountId);
    await putOverride(tx, accountId, date, [...stretches]);
  });
}

/** The week holds again on that date. */
export async function removeOverride(accountId: string, date: string): Promise<void> {
  if (!isDate(date)) throw new AppError("invalid_input", { field: "date" });
  await changing(accountId, "schedule.remove-override", (tx) => deleteOverride(tx, accountId, date));
}

/** Closes whole days, the first and the last among them. @throws AppError invalid_input with `field` "firstDate" or "lastDate" */
export async function saveTimeOff(accountId: string, { firstDate, lastDate }: TimeOff): Promise<void> {
  if (!isDate(firstDate)) throw new AppError("invalid_input", { field: "firstDate" });
  if (!isDate(lastDate) || lastDate < firstDate) throw new AppError("invalid_input", { field: "lastDate" });
  await changing(accountId, "schedule.time-off", async (tx) => {
    await assertRoom(tx, accountId);
    await insertTimeOff(tx, { accountId, firstDate, lastDate });
  });
}

/** @throws AppError not_found when the member has no such time off */
export async function removeTimeOff(accountId: string, id: string): Promise<void> {
  const gone = await changing(accountId, "schedule.remove-time-off", (tx) => deleteTimeOff(tx, accountId, id));
  if (!gone) throw new AppError("not_found");
}
