import { transaction } from "@/db/client";
import { findBusyFeed } from "@/db/queries/busy-feeds";
import { listCalendars } from "@/db/queries/calendars";
import { now } from "@/lib/base/clock";
import { isStale } from "@/lib/schedule/stale-calendars";

/** A member's calendars and how well they are read, and since when their own taken times can be read at an address. */
export async function readCalendars(accountId: string) {
  return await transaction({ kind: "member", accountId }, async (tx) => ({
    calendars: (await listCalendars(tx, accountId)).map((calendar) => ({ ...calendar, stale: isStale(calendar, now()) })),
    busyFeed: await findBusyFeed(tx, accountId),
  }));
}
