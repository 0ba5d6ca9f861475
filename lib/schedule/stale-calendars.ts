import type { Tx } from "@/db/client";
import { listCalendars } from "@/db/queries/calendars";
import { hourMs, later } from "@/lib/base/clock";

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

/** Whether the member has a calendar that is stale, so that nothing may be accepted by itself. */
export async function hasStaleCalendar(tx: Tx, accountId: string, at: Date): Promise<boolean> {
  return (await listCalendars(tx, accountId)).some((calendar) => isStale(calendar, at));
}
