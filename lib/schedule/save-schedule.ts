import { transaction } from "@/db/client";
import { replaceSchedule } from "@/db/queries/schedules";
import { isTimeZone } from "@/lib/accounts/time-zones";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import type { Schedule, WeeklyHours } from "@/lib/schedule/within-hours";

const minutesOfDay = 24 * 60;
/** A form has room for one stretch a day; this bounds what a made-up request can store. */
const mostStretches = 7 * 6;

function isStretch({ weekday, startMinute, endMinute }: WeeklyHours): boolean {
  const whole = [weekday, startMinute, endMinute].every(Number.isInteger);
  return whole && weekday >= 1 && weekday <= 7 && startMinute >= 0 && startMinute < endMinute && endMinute <= minutesOfDay;
}

function overlapsLater(stretch: WeeklyHours, index: number, all: readonly WeeklyHours[]): boolean {
  return all
    .slice(index + 1)
    .some(
      ({ weekday, startMinute, endMinute }) =>
        weekday === stretch.weekday && startMinute < stretch.endMinute && stretch.startMinute < endMinute,
    );
}

/**
 * Puts a member's weekly hours and time zone in the place of the earlier ones. The next look at the platform decides by them.
 * @throws AppError invalid_input with `field` "timeZone" or "hours": an unknown zone; stretches that overlap or are none.
 */
export async function saveSchedule(accountId: string, { timeZone, hours }: Pick<Schedule, "timeZone" | "hours">): Promise<void> {
  if (!isTimeZone(timeZone)) throw new AppError("invalid_input", { field: "timeZone" });
  const sound = hours.length <= mostStretches && hours.every(isStretch) && !hours.some(overlapsLater);
  if (!sound) throw new AppError("invalid_input", { field: "hours" });
  await transaction({ kind: "member", accountId }, async (tx) => {
    await replaceSchedule(tx, accountId, timeZone, [...hours], now());
    await recordAccess(tx, { act: "schedule.save", object: `schedule:${accountId}`, subject: accountId, reason: "changed_by_member" });
  });
}
