import { transaction } from "@/db/client";
import { rereadCalendars } from "@/db/queries/calendars";
import { findTimeZone, replaceSchedule } from "@/db/queries/schedules";
import { isTimeZone } from "@/lib/accounts/time-zones";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import type { Stretch, WeeklyHours } from "@/lib/schedule/hours-on";

const minutesOfDay = 24 * 60;
/** A form has room for two stretches a day; this bounds what a made-up request can store. */
const mostStretches = 6;

/** Whether stretches of one day are such, in whole minutes of that day, and none overlaps another. */
export function areSound(stretches: readonly Stretch[]): boolean {
  if (stretches.length > mostStretches) return false;
  const sorted = stretches.toSorted((one, other) => one.startMinute - other.startMinute);
  return sorted.every(({ startMinute, endMinute }, index) => {
    const earlier = sorted[index - 1]?.endMinute ?? 0;
    return (
      Number.isInteger(startMinute) &&
      Number.isInteger(endMinute) &&
      earlier <= startMinute &&
      startMinute < endMinute &&
      endMinute <= minutesOfDay
    );
  });
}

const areSoundWeek = (hours: readonly WeeklyHours[]) =>
  hours.every(({ weekday }) => [1, 2, 3, 4, 5, 6, 7].includes(weekday)) &&
  Object.values(Object.groupBy(hours, ({ weekday }) => weekday)).every((day) => areSound(day ?? []));

/**
 * Puts a member's weekly hours and time zone in the place of the earlier ones. The next look at the platform decides by them.
 * @throws AppError invalid_input with `field` "timeZone" or "hours": an unknown zone; stretches that overlap or are none.
 */
export async function saveSchedule(
  accountId: string,
  { timeZone, hours }: { timeZone: string; hours: readonly WeeklyHours[] },
): Promise<void> {
  if (!isTimeZone(timeZone)) throw new AppError("invalid_input", { field: "timeZone" });
  if (!areSoundWeek(hours)) throw new AppError("invalid_input", { field: "hours" });
  await transaction({ kind: "member", accountId }, async (tx) => {
    const at = now();
    // Whole days and times without a zone, in the member's calendars, are meant in theirs.
    if ((await findTimeZone(tx, accountId)) !== timeZone) await rereadCalendars(tx, accountId, at);
    await replaceSchedule(tx, accountId, timeZone, [...hours], at);
    await recordAccess(tx, { act: "schedule.save", object: `schedule:${accountId}`, subject: accountId, reason: "changed_by_member" });
  });
}
