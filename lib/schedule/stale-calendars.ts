import type { Tx } from "@/db/client";
import { listCalendars } from "@/db/queries/calendars";
import { dayMs, hourMs, later } from "@/lib/base/clock";
import { feedDaysAhead } from "@/lib/schedule/feed-horizon";

const staleMs = 24 * hourMs;

/** Troubles that no later try is sure to mend by itself: the calendar, its address or this program has to change. */
const refusals = ["not_allowed", "too_large", "not_a_calendar", "too_many", "odd_rule", "too_slow", "unknown_zone", "not_kept"];

interface Freshness {
  fetchedAt: Date | null;
  trouble: string | null;
}

/**
 * Whether a calendar no longer tells when its owner is busy: it was refused, or not read well for a day. One that was just added has
 * not been read yet, and says nothing either.
 */
export function isStale({ fetchedAt, trouble }: Freshness, at: Date): boolean {
  if (trouble !== null && refusals.includes(trouble)) return true;
  return fetchedAt === null || fetchedAt <= later(at, -staleMs);
}

/**
 * Until when all of a member's calendars tell whether they are busy; null for a member who has none. One that is stale tells nothing, so
 * then it is `at`; one that was just added and has not been tried yet is left out, since it is about to be read. A day less than
 * calendars are read ahead, since one that is found unchanged is not read anew each time.
 */
export async function toldUntil(tx: Tx, accountId: string, at: Date): Promise<Date | null> {
  const ends = (await listCalendars(tx, accountId))
    .filter(({ fetchedAt, trouble }) => fetchedAt !== null || trouble !== null)
    .map((calendar) => (calendar.fetchedAt && !isStale(calendar, at) ? later(calendar.fetchedAt, (feedDaysAhead - 1) * dayMs) : at));
  return ends.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null;
}

/** Whether the member has a calendar that is stale, so that nothing may be accepted by itself. */
export async function hasStaleCalendar(tx: Tx, accountId: string, at: Date): Promise<boolean> {
  return (await listCalendars(tx, accountId)).some((calendar) => isStale(calendar, at));
}
