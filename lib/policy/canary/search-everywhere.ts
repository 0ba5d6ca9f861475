import type { Place } from "@/lib/policy/canary/place";
import { jobPayloads, keysDatabase, mainDatabase, unreadTables } from "@/lib/policy/canary/search-databases";
import { limits } from "@/lib/policy/canary/search-limits";
import { logs } from "@/lib/policy/canary/search-logs";
import { mails } from "@/lib/policy/canary/search-mails";
import { metrics } from "@/lib/policy/canary/search-metrics";
import { type Searched, searchPlace } from "@/lib/policy/canary/search-place";

/** Everywhere that something of a forbidden field could be kept. */
const places: readonly Place[] = [mainDatabase, jobPayloads, keysDatabase, logs, mails, limits, metrics];

/** Searches every place, one after another, and counts the tables that the worker may not read, or not whole. */
export async function searchEverywhere(): Promise<{ searched: Searched[]; tablesUnread: number }> {
  const searched: Searched[] = [];
  for (const place of places) searched.push(await searchPlace(place));
  return { searched, tablesUnread: (await unreadTables()).length };
}
