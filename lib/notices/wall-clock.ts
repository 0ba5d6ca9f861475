import { Temporal } from "temporal-polyfill";

/** Hours in which a member wants no mail: minutes after midnight by their clock. Those that end before they begin go past midnight. */
export type QuietHours = { startMinute: number; endMinute: number };

const minutesOfDay = 24 * 60;

const clockAt = (at: Date, timeZone: string) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
const minuteOf = ({ hour, minute }: Temporal.ZonedDateTime) => hour * 60 + minute;

/** Minutes on the clock until quiet hours end; null when the clock shows none of them. */
function quietLeft(clock: Temporal.ZonedDateTime, { startMinute, endMinute }: QuietHours): number | null {
  const sinceStart = (minuteOf(clock) - startMinute + minutesOfDay) % minutesOfDay;
  const length = (endMinute - startMinute + minutesOfDay) % minutesOfDay;
  return sinceStart < length ? length - sinceStart : null;
}

/**
 * When the quiet hours that hold this moment are over; null when none do. A moment is quiet when the member's clock shows a time in the
 * hours, so an hour that a clock change repeats is quiet both times, and one that it leaves out delays nothing.
 */
export function quietUntil(at: Date, hours: QuietHours, timeZone: string): Date | null {
  let clock = clockAt(at, timeZone).with({ second: 0, millisecond: 0 });
  if (quietLeft(clock, hours) === null) return null;
  for (let left = quietLeft(clock, hours); left !== null; left = quietLeft(clock, hours)) {
    const end = clock.add({ minutes: left });
    const change = clock.getTimeZoneTransition("next");
    clock = change && Temporal.ZonedDateTime.compare(change, end) < 0 ? change : end;
  }
  return new Date(clock.epochMilliseconds);
}

/**
 * The first moment after `at` at which the clock shows that minute of a day. On a day that leaves it out it comes as much later as the
 * clock jumps; on a day that repeats it, the first time counts.
 */
export function nextAtMinute(at: Date, minuteOfDay: number, timeZone: string): Date {
  const today = clockAt(at, timeZone).toPlainDate();
  const time = Temporal.PlainTime.from({ hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 });
  for (let days = 0; ; days += 1) {
    const then = today.add({ days }).toZonedDateTime({ timeZone, plainTime: time });
    if (then.epochMilliseconds > at.getTime()) return new Date(then.epochMilliseconds);
  }
}

/** The date on the member's calendar, YYYY-MM-DD. */
export function dayOf(at: Date, timeZone: string): string {
  return clockAt(at, timeZone).toPlainDate().toString();
}
