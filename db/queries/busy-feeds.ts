import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { busyFeeds } from "@/db/schema";

/** Since when the member's address for their taken times is there; null when there is none. */
export async function findBusyFeed(tx: Tx, accountId: string): Promise<{ madeAt: Date } | null> {
  const [row] = await tx.select({ madeAt: busyFeeds.madeAt }).from(busyFeeds).where(eq(busyFeeds.accountId, accountId));
  return row ?? null;
}

/** Keeps an address, with `replace` in the place of the one that was, which answers no more. False when there was one and it stays. */
export async function putBusyFeed(
  tx: Tx,
  row: { accountId: string; tokenHash: string; madeAt: Date },
  { replace }: { replace: boolean },
): Promise<boolean> {
  const { tokenHash, madeAt } = row;
  const rows = await tx
    .insert(busyFeeds)
    .values(row)
    .onConflictDoUpdate({ target: busyFeeds.accountId, set: { tokenHash, madeAt }, setWhere: sql`${replace}` })
    .returning({ madeAt: busyFeeds.madeAt });
  return rows.length === 1;
}

export async function deleteBusyFeed(tx: Tx, accountId: string): Promise<void> {
  await tx.delete(busyFeeds).where(eq(busyFeeds.accountId, accountId));
}

/** The taken times behind an address, by its token's hash, as far as they were not over at `after`; null when there is no such address. */
export async function readBusyFeed(
  tx: Tx,
  tokenHash: string,
  after: Date,
): Promise<{ holdId: string; start: Date; end: Date; takenAt: Date }[] | null> {
  const rows = await tx.execute<{ hold_id: string | null; starts_at: string; ends_at: string; taken_at: string }>(
    sql`select hold_id, starts_at, ends_at, taken_at from lookup.busy_feed(${tokenHash}, ${after.toISOString()}::timestamptz)`,
  );
  if (rows.length === 0) return null;
  return rows.flatMap(({ hold_id: holdId, starts_at: start, ends_at: end, taken_at: takenAt }) =>
    holdId ? [{ holdId, start: new Date(start), end: new Date(end), takenAt: new Date(takenAt) }] : [],
  );
}
