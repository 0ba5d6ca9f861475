import { and, asc, eq, gt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { busyTimes } from "@/db/schema";

/** Where busy times come from: a calendar that the member named, or what a platform has assigned to them. */
export type BusySource = { accountId: string; calendarId: string } | { accountId: string; connectionId: string };

/** Puts a source's busy times in the place of those that it gave before. */
export async function replaceBusyTimes(tx: Tx, source: BusySource, windows: readonly { start: Date; end: Date }[]): Promise<void> {
  const from = "calendarId" in source ? eq(busyTimes.calendarId, source.calendarId) : eq(busyTimes.connectionId, source.connectionId);
  await tx.delete(busyTimes).where(and(eq(busyTimes.accountId, source.accountId), from));
  const rows = windows.map(({ start, end }) => ({ ...source, startsAt: start, endsAt: end }));
  // PostgreSQL takes at most 65,535 parameters in one statement.
  for (let first = 0; first < rows.length; first += 5_000) await tx.insert(busyTimes).values(rows.slice(first, first + 5_000));
}

/** When a member is taken elsewhere, as far as it is not over. */
export async function listBusyTimes(tx: Tx, accountId: string, after: Date): Promise<{ start: Date; end: Date }[]> {
  return await tx
    .select({ start: busyTimes.startsAt, end: busyTimes.endsAt })
    .from(busyTimes)
    .where(and(eq(busyTimes.accountId, accountId), gt(busyTimes.endsAt, after)))
    .orderBy(asc(busyTimes.startsAt));
}
