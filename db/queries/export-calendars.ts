import { asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import * as t from "@/db/schema";

/** The calendars that were named, by the name that they were given, what they and the platforms say is busy, and since when it can be read. */
export async function exportCalendars(tx: Tx, accountId: string) {
  const c = t.calendars;
  const b = t.busyTimes;
  const [busyFeed] = await tx.select({ madeAt: t.busyFeeds.madeAt }).from(t.busyFeeds).where(eq(t.busyFeeds.accountId, accountId));
  return {
    calendars: await tx
      .select({ id: c.id, name: c.name, createdAt: c.createdAt, fetchedAt: c.fetchedAt, trouble: c.trouble })
      .from(c)
      .where(eq(c.accountId, accountId))
      .orderBy(asc(c.createdAt)),
    busyTimes: await tx
      .select({ from: b.startsAt, to: b.endsAt, calendarId: b.calendarId, connectionId: b.connectionId })
      .from(b)
      .where(eq(b.accountId, accountId))
      .orderBy(asc(b.startsAt)),
    busyFeed: busyFeed ?? null,
  };
}
