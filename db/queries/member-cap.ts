import { and, count, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accounts, memberCap } from "@/db/schema";

/** How many active members there may be; null for any number. */
export async function readCap(tx: Tx): Promise<number | null> {
  const [row] = await tx.select({ most: memberCap.most }).from(memberCap);
  return row?.most ?? null;
}

export async function putCap(tx: Tx, most: number | null, changedAt: Date): Promise<void> {
  await tx.insert(memberCap).values({ most, changedAt }).onConflictDoUpdate({ target: memberCap.id, set: { most, changedAt } });
}

/** Active accounts without a role, as the cap counts them. */
export async function countActiveMembers(tx: Tx): Promise<number> {
  const [row] = await tx
    .select({ members: count() })
    .from(accounts)
    .where(and(isNull(accounts.role), eq(accounts.state, "active")));
  return row?.members ?? 0;
}

/**
 * Whether one more may join. Who asks for one of few places waits until those before have joined or not; the place is theirs until the
 * transaction ends.
 */
export async function takePlace(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ taken: boolean }>(sql`select lookup.take_place() as taken`);
  return row?.taken ?? false;
}

/** Whether there is a place at this moment. */
export async function hasPlace(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ free: boolean }>(sql`select lookup.has_place() as free`);
  return row?.free ?? false;
}
