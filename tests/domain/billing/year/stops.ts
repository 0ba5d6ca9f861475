import { Temporal } from "temporal-polyfill";
import { dayMs, later, minuteMs } from "@/lib/base/clock";
import type { Draws } from "@/scripts/prove/random";

/** Where members live: clocks that change on other days, one by half an hour and to the other side. */
export const zones = ["America/Chicago", "Europe/Berlin", "Australia/Lord_Howe"] as const;
export type Zone = (typeof zones)[number];

/**
 * A moment at which something is done. `half_month`: everybody acts. `joins`: someone subscribes whose month ends as the clocks of their zone
 * change. `clocks_change`: who lives there acts, shortly before or after.
 */
export type Stop = { at: Date } & (
  | { what: "half_month" }
  | { what: "joins"; zone: Zone; calmUntil: Date }
  | { what: "clocks_change"; zone: Zone }
);

/** When the clocks of a zone change within a year and a half month. */
function changesIn(zone: Zone, start: Date, end: Date): Date[] {
  const found: Date[] = [];
  let wall = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(zone);
  for (;;) {
    const next = wall.getTimeZoneTransition("next");
    if (!next || next.epochMilliseconds > end.getTime()) return found;
    found.push(new Date(next.epochMilliseconds));
    wall = next;
  }
}

/** The latest moment, one or two months before, from which a monthly plan renews at that one: the 31st is none of most months. */
function joiningFor(change: Date): Date {
  const at = Temporal.Instant.fromEpochMilliseconds(change.getTime()).toZonedDateTimeISO("UTC");
  const before = [1, 2].map((months) => at.subtract({ months }));
  return new Date((before.find(({ day }) => day === at.day) ?? at.subtract({ months: 1 })).epochMilliseconds);
}

/** The moments of a year in half months, and those about each change of the clocks of these zones, in the order of time. */
export function stopsOf(start: Date, inUse: readonly Zone[], draws: Draws): Stop[] {
  const stops: Stop[] = [];
  let at = start;
  for (let half = 0; half < 25; half++) {
    stops.push({ at, what: "half_month" });
    at = later(at, 14 * dayMs + draws.below(3 * 86_400) * 1_000);
  }
  for (const zone of inUse) {
    for (const change of changesIn(zone, later(start, 70 * dayMs), later(start, 370 * dayMs))) {
      stops.push({ at: joiningFor(change), what: "joins", zone, calmUntil: later(change, dayMs) });
      for (const minutes of [-20, 20]) stops.push({ at: later(change, minutes * minuteMs), what: "clocks_change", zone });
    }
  }
  return stops.toSorted((one, other) => one.at.getTime() - other.at.getTime());
}
