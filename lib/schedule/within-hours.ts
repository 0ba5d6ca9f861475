import { Temporal } from "temporal-polyfill";
import { hoursOn, type WorkingTime } from "@/lib/schedule/hours-on";
import type { TimeWindow } from "@/lib/schedule/time-window";

export interface Schedule extends WorkingTime {
  /** IANA name. The hours and dates are meant by the clocks there. */
  timeZone: string;
  /** Minutes that are kept free before and after each job. */
  beforeMinutes: number;
  afterMinutes: number;
}

/** Stretches of a window between the zone's clock changes. Within one, the wall clock runs as time does. */
function* steadyStretches({ start, end }: TimeWindow, timeZone: string) {
  const last = Temporal.Instant.fromEpochMilliseconds(end.getTime()).toZonedDateTimeISO(timeZone);
  let from = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(timeZone);
  while (Temporal.ZonedDateTime.compare(from, last) < 0) {
    const change = from.getTimeZoneTransition("next");
    const to = change && Temporal.ZonedDateTime.compare(change, last) < 0 ? change : last;
    const wallStart = from.toPlainDateTime();
    yield { wallStart, wallEnd: wallStart.add({ nanoseconds: Number(to.epochNanoseconds - from.epochNanoseconds) }) };
    from = to;
  }
}

/** Where the hours that hold this moment of the wall clock end; null when none does. */
function endOfHours(wall: Temporal.PlainDateTime, working: WorkingTime): Temporal.PlainDateTime | null {
  const date = wall.toPlainDate();
  const midnight = date.toPlainDateTime();
  const minute = midnight.until(wall, { largestUnit: "minutes" }).total("minutes");
  const ends = hoursOn(date, working)
    .filter(({ startMinute, endMinute }) => startMinute <= minute && minute < endMinute)
    .map(({ endMinute }) => endMinute);
  return ends.length === 0 ? null : midnight.add({ minutes: Math.max(...ends) });
}

/**
 * Whether all of a window lies in the member's hours: a moment does when the clock on the member's wall then shows a time in them.
 * So a clock change needs no rule of its own: an hour that is left out is missed by nobody, one that comes twice counts both times.
 * Hours that end at midnight go on in those that begin at it. A window without length lies nowhere.
 */
export function withinHours(window: TimeWindow, { timeZone, ...working }: WorkingTime & { timeZone: string }): boolean {
  if (window.end <= window.start) return false;
  for (const { wallStart, wallEnd } of steadyStretches(window, timeZone)) {
    let reached: Temporal.PlainDateTime | null = wallStart;
    while (reached && Temporal.PlainDateTime.compare(reached, wallEnd) < 0) reached = endOfHours(reached, working);
    if (!reached) return false;
  }
  return true;
}
