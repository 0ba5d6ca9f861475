import ICAL from "ical.js";
import { dayMs, secondMs } from "@/lib/base/clock";
import { FeedRefused } from "@/lib/schedule/feed-refused";
import type { Zone } from "@/lib/schedule/feed-zones";
import { type Stamp, wallOf, wallsOfRule } from "@/lib/schedule/follow-rule";

/** What an event is read by, and where its times go. Moments and walls are in milliseconds, as in feed-zones. */
export interface Reading {
  zoneOf: (tzid: string) => Zone;
  /** The member's zone: of whole days, and of times that name none. */
  own: Zone;
  from: number;
  to: number;
  take: (start: number, end: number) => void;
}

/** Days as the calendar counts them, and then time that passes (RFC 5545, 3.3.6). */
interface Length {
  days: number;
  ms: number;
}

const utc: Zone = { momentOf: (wall) => wall, wallOf: (at) => at };
/** No clock is further from UTC. */
const slackMs = 2 * dayMs;

function stampOf(time: ICAL.Time, property: ICAL.Property, { zoneOf, own }: Reading): Stamp {
  const tzid = property.getParameter("tzid");
  const isUtc = time.zone === ICAL.Timezone.utcTimezone && !time.isDate;
  const zone = isUtc ? utc : typeof tzid === "string" && !time.isDate ? zoneOf(tzid) : own;
  return { wall: wallOf(time), isDate: time.isDate, zone };
}

function stampsOf(event: ICAL.Component, name: string, reading: Reading): Stamp[] {
  return event.getAllProperties(name).flatMap((property) =>
    property.getValues().flatMap((value) => {
      const time = value instanceof ICAL.Period ? value.start : value;
      return time instanceof ICAL.Time ? [stampOf(time, property, reading)] : [];
    }),
  );
}

const momentOf = ({ wall, zone }: Stamp) => zone.momentOf(wall);

function durationOf({ weeks, days, hours, minutes, seconds, isNegative }: ICAL.Duration): Length {
  return isNegative ? { days: 0, ms: 0 } : { days: 7 * weeks + days, ms: ((hours * 60 + minutes) * 60 + seconds) * secondMs };
}

/** An end that is given makes every occurrence equally long; a duration in days follows the clock (RFC 5545, 3.8.5.3). */
function lengthOf(event: ICAL.Component, start: Stamp, reading: Reading): Length {
  const duration = event.getFirstPropertyValue("duration");
  if (duration instanceof ICAL.Duration) return durationOf(duration);
  const [end] = stampsOf(event, "dtend", reading);
  if (end && start.isDate) return { days: Math.round((end.wall - start.wall) / dayMs), ms: 0 };
  if (end) return { days: 0, ms: momentOf(end) - momentOf(start) };
  return { days: start.isDate ? 1 : 0, ms: 0 };
}

function take({ wall, zone }: Stamp, { days, ms }: Length, { from, to, take: keep }: Reading): void {
  const start = zone.momentOf(wall);
  const end = (days === 0 ? start : zone.momentOf(wall + days * dayMs)) + ms;
  if (start < end && end > from && start < to) keep(start, end);
}

/** When a series begins once, on the wall of its own zone, and how long that one is where it is not as long as the others. */
interface Occurrence {
  wall: number;
  length: Length | null;
}

/** What a stamp shows on the wall of a series' zone: it may be written in another. */
const wallIn = (zone: Zone, stamp: Stamp) => (stamp.zone === zone ? stamp.wall : zone.wallOf(momentOf(stamp)));

/** The dates that are added to a series. One that is a period has a length of its own (RFC 5545, 3.8.5.2). */
function addedTo(event: ICAL.Component, { zone }: Stamp, reading: Reading): Occurrence[] {
  return event.getAllProperties("rdate").flatMap((property) =>
    property.getValues().flatMap((value): Occurrence[] => {
      if (value instanceof ICAL.Time) return [{ wall: wallIn(zone, stampOf(value, property, reading)), length: null }];
      if (!(value instanceof ICAL.Period)) return [];
      const start = stampOf(value.start, property, reading);
      const end = value.end && stampOf(value.end, property, reading);
      const length = end ? { days: 0, ms: momentOf(end) - momentOf(start) } : durationOf(value.duration);
      return [{ wall: wallIn(zone, start), length }];
    }),
  );
}

/** The walls at which a series begins by its start and its rules, from one wall on; one may come twice. */
function* wallsOf(event: ICAL.Component, start: Stamp, fromWall: number, reading: Reading) {
  yield start.wall;
  for (const property of event.getAllProperties("rrule")) {
    const rule = property.getFirstValue();
    if (!(rule instanceof ICAL.Recur)) throw new FeedRefused("not_a_calendar");
    yield* wallsOfRule(rule, start, { fromWall, toWall: reading.to + slackMs, own: reading.own });
  }
}

/** All occurrences of a series, from one wall on, with its added ones whenever they are. */
function* occurrencesOf(event: ICAL.Component, start: Stamp, added: Occurrence[], fromWall: number, reading: Reading) {
  for (const wall of wallsOf(event, start, fromWall, reading)) yield { wall, length: null };
  yield* added;
}

const msOf = ({ days, ms }: Length) => days * dayMs + ms;

/** Times that are named one by one: as moments, or as whole days. */
function named(stamps: Stamp[]): (wall: number, moment: number) => boolean {
  const moments = new Set(stamps.filter(({ isDate }) => !isDate).map(momentOf));
  const days = new Set(stamps.filter(({ isDate }) => isDate).map(({ wall }) => wall));
  return (wall, moment) => moments.has(moment) || days.has(wall - (((wall % dayMs) + dayMs) % dayMs));
}

function isBusy(event: ICAL.Component): boolean {
  const says = (name: string) => String(event.getFirstPropertyValue(name) ?? "").toUpperCase();
  return says("transp") !== "TRANSPARENT" && says("status") !== "CANCELLED";
}

/** An occurrence that is otherwise than its series says, and whether all later ones follow it. */
function readException(event: ICAL.Component, reading: Reading) {
  const [start] = stampsOf(event, "dtstart", reading);
  const [replaced] = stampsOf(event, "recurrence-id", reading);
  if (!start || !replaced) return null;
  const follows = String(event.getFirstProperty("recurrence-id")?.getParameter("range") ?? "").toUpperCase() === "THISANDFUTURE";
  return { event, start, replaced, follows, length: lengthOf(event, start, reading), busy: isBusy(event) };
}

/**
 * Takes the busy times of one series: its events of one UID, the series itself and its exceptions (RFC 5545, 3.8.4.4). Of what an event
 * says only its times are looked at.
 * @throws FeedRefused for rules that are not followed, and zones that are not known
 */
export function expandSeries(events: ICAL.Component[], reading: Reading): void {
  const isException = (event: ICAL.Component) => event.hasProperty("recurrence-id");
  const exceptions = events.filter(isException).flatMap((event) => readException(event, reading) ?? []);
  for (const { busy, start, length } of exceptions) if (busy) take(start, length, reading);
  const isReplaced = named(exceptions.map(({ replaced }) => replaced));
  const following = exceptions.filter(({ follows }) => follows).toSorted((one, other) => momentOf(other.replaced) - momentOf(one.replaced));
  for (const event of events.filter((one) => !isException(one))) {
    const [start] = stampsOf(event, "dtstart", reading);
    if (!start) continue;
    const usual = lengthOf(event, start, reading);
    const busy = isBusy(event);
    const added = addedTo(event, start, reading);
    const isExcluded = named(stampsOf(event, "exdate", reading));
    const lengths = [usual, ...added.flatMap(({ length }) => length ?? []), ...following.map(({ length }) => length)];
    // By how much each change moves what follows it: from a wall of the series' zone to one of its own.
    const shiftOf = (change: (typeof following)[number]) => change.start.wall - wallIn(start.zone, change.replaced);
    const furthest = following.reduce((most, change) => Math.max(most, Math.abs(shiftOf(change))), 0);
    const fromWall = reading.from - lengths.reduce((most, length) => Math.max(most, msOf(length)), 0) - furthest - slackMs;
    for (const { wall, length } of occurrencesOf(event, start, added, fromWall, reading)) {
      if (wall < fromWall) continue;
      const moment = start.zone.momentOf(wall);
      if (isExcluded(wall, moment) || isReplaced(wall, moment)) continue;
      const change = following.find(({ replaced }) => momentOf(replaced) <= moment);
      if (!change) {
        if (busy) take({ ...start, wall }, length ?? usual, reading);
      } else if (change.busy) take({ ...change.start, wall: wall + shiftOf(change) }, change.length, reading);
    }
  }
}
