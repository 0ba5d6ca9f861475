import ICAL from "ical.js";
import { dayMs, later } from "@/lib/base/clock";
import { expandSeries, type Reading } from "@/lib/schedule/expand-event";
import { feedDaysAhead } from "@/lib/schedule/feed-horizon";
import { FeedRefused } from "@/lib/schedule/feed-refused";
import { ianaZone, zonesOf } from "@/lib/schedule/feed-zones";
import { mergeWindows } from "@/lib/schedule/merge-windows";
import type { TimeWindow } from "@/lib/schedule/time-window";

/** How far back a calendar is read. */
const daysBack = 1;
/** What one calendar may hold of busy times in that stretch, before those that overlap are merged. */
const mostTimes = 5_000;

function calendarsIn(text: string): ICAL.Component[] {
  // Some makers put a byte order mark before the first line, which is none of the calendar's.
  const parsed: unknown = ICAL.parse(text.replace(/^\uFEFF/, ""));
  const roots = Array.isArray(parsed) && Array.isArray(parsed[0]) ? (parsed as unknown[][]) : [parsed as unknown[]];
  const calendars = roots.map((root) => new ICAL.Component(root as never));
  if (calendars.some(({ name }) => name !== "vcalendar")) throw new FeedRefused("not_a_calendar");
  return calendars;
}

function bySeries(events: ICAL.Component[]): ICAL.Component[][] {
  const series = Map.groupBy(events, (event) => String(event.getFirstPropertyValue("uid") ?? ""));
  const nameless = series.get("") ?? [];
  series.delete("");
  return [...series.values(), ...nameless.map((event) => [event])];
}

/** Busy times that are given as such (RFC 5545, 3.6.4), in UTC. */
function takeFreeBusy(component: ICAL.Component, { from, to, take }: Reading): void {
  for (const property of component.getAllProperties("freebusy")) {
    if (String(property.getParameter("fbtype") ?? "BUSY").toUpperCase() === "FREE") continue;
    for (const period of property.getValues()) {
      if (!(period instanceof ICAL.Period)) continue;
      const [start, end] = [period.start, period.getEnd()].map((time) => time.toUnixTime() * 1_000);
      if (start !== undefined && end !== undefined && start < end && end > from && start < to) take(start, end);
    }
  }
}

/**
 * When a calendar (RFC 5545) says that its owner is busy, from a day ago to 120 days ahead, merged. Nothing else of it is kept: no
 * summary, place or guest. Whole days and times without a zone are meant in the member's zone; what is transparent or cancelled is not busy.
 * A calendar can be made so that this never ends: `readFeedApart` ends it.
 * @throws FeedRefused when the text is no calendar, names an unknown zone, or holds more than can be followed in its bounds
 */
export function readFeed(text: string, { timeZone, at }: { timeZone: string; at: Date }): TimeWindow[] {
  const windows: TimeWindow[] = [];
  const from = later(at, -daysBack * dayMs);
  const to = later(at, feedDaysAhead * dayMs);
  const take = (start: number, end: number) => {
    if (windows.length >= mostTimes) throw new FeedRefused("too_many");
    // Cut to what is read: an end may be further off than any date can be.
    windows.push({ start: new Date(Math.max(start, from.getTime())), end: new Date(Math.min(end, to.getTime())) });
  };
  try {
    for (const calendar of calendarsIn(text)) {
      const zoneOf = zonesOf(calendar, to.getUTCFullYear());
      const reading = { zoneOf, own: ianaZone(timeZone), from: from.getTime(), to: to.getTime(), take };
      for (const series of bySeries(calendar.getAllSubcomponents("vevent"))) expandSeries(series, reading);
      for (const component of calendar.getAllSubcomponents("vfreebusy")) takeFreeBusy(component, reading);
    }
  } catch (thrown) {
    throw thrown instanceof FeedRefused ? thrown : new FeedRefused("not_a_calendar");
  }
  return mergeWindows(windows);
}
