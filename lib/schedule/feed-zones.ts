import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";
import { dayMs, secondMs } from "@/lib/base/clock";
import { FeedRefused } from "@/lib/schedule/feed-refused";

/**
 * A time zone as two functions. `wallMs` is what a clock on the wall shows, as milliseconds since 1970 on that clock; `atMs` is a moment
 * in UTC.
 */
export interface Zone {
  momentOf(wallMs: number): number;
  wallOf(atMs: number): number;
}

/**
 * A time that a clock change leaves out is meant by the offset before it, one that comes twice is the first of the two (RFC 5545, 3.3.5).
 * @param offsetAt the zone's offset from UTC at a moment, in milliseconds; it changes at most once within a day
 */
function zoneBy(offsetAt: (atMs: number) => number): Zone {
  return {
    wallOf: (atMs) => atMs + offsetAt(atMs),
    momentOf: (wallMs) => {
      const before = offsetAt(wallMs - dayMs);
      const moments = [before, offsetAt(wallMs + dayMs)].map((offset) => wallMs - offset).filter((at) => at + offsetAt(at) === wallMs);
      return moments.length > 0 ? Math.min(...moments) : wallMs - before;
    },
  };
}

/** A zone of the IANA database, by its name. @throws RangeError for no such name */
export function ianaZone(name: string): Zone {
  Temporal.Now.instant().toZonedDateTimeISO(name);
  return zoneBy((atMs) => Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(name).offsetNanoseconds / 1e6);
}

interface Change {
  at: number;
  before: number;
  after: number;
}

/** A zone as the calendar itself defines it (RFC 5545, 3.6.5); null for a definition without any offset. */
function givenZone(component: ICAL.Component, untilYear: number): Zone | null {
  const zone = new ICAL.Timezone({ component, tzid: "" });
  zone._ensureCoverage(untilYear);
  const changes = zone.changes
    .map(({ year, month, day, hour, minute, second, prevUtcOffset, utcOffset }: Record<string, number>): Change => {
      const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
      return { at, before: (prevUtcOffset ?? 0) * secondMs, after: (utcOffset ?? 0) * secondMs };
    })
    .toSorted((one: Change, other: Change) => one.at - other.at) as Change[];
  const [first] = changes;
  if (!first) return null;
  return zoneBy((atMs) => changes.findLast(({ at }) => at <= atMs)?.after ?? first.before);
}

/** The IANA name in a zone's name: the whole of it, or its end where a maker's prefix stands before it. */
function ianaNamed(tzid: string): Zone | null {
  const parts = tzid.split("/").filter(Boolean);
  for (let from = 0; from < parts.length; from += 1) {
    try {
      return ianaZone(parts.slice(from).join("/"));
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
    }
  }
  return null;
}

/**
 * Finds the zones that a calendar names: by its own definition where it has one, else by the IANA database.
 * @throws FeedRefused unknown_zone from the returned function
 */
export function zonesOf(calendar: ICAL.Component, untilYear: number): (tzid: string) => Zone {
  const known = new Map<string, Zone | null>();
  const find = (tzid: string) => {
    const definition = calendar.getAllSubcomponents("vtimezone").find((zone) => zone.getFirstPropertyValue("tzid") === tzid);
    return (definition ? givenZone(definition, untilYear) : null) ?? ianaNamed(tzid);
  };
  return (tzid) => {
    if (!known.has(tzid)) known.set(tzid, find(tzid));
    const zone = known.get(tzid);
    if (!zone) throw new FeedRefused("unknown_zone");
    return zone;
  };
}
