import { and, count, eq, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { connections } from "@/db/schema";

/** When a connection is to be looked at again, and that it was looked at now. */
export async function scheduleNextPoll(tx: Tx, connectionId: string, nextPollAt: Date, lastPollAt?: Date): Promise<void> {
  await tx
    .update(connections)
    .set({ nextPollAt, ...(lastPollAt ? { lastPollAt } : {}) })
    .where(eq(connections.id, connectionId));
}

/** How many connections of a platform are polled: they share its call budget. */
export async function countPolled(tx: Tx, platform: string): Promise<number> {
  const [row] = await tx
    .select({ number: count() })
    .from(connections)
    .where(and(eq(connections.platform, platform), eq(connections.state, "working"), ne(connections.mode, "off")));
  return row?.number ?? 0;
}

/** Makes the next look due on every working connection of an account. */
export async function pollAtOnce(tx: Tx, accountId: string, at: Date): Promise<void> {
  await tx
    .update(connections)
    .set({ nextPollAt: at })
    .where(and(eq(connections.accountId, accountId), eq(connections.state, "working")));
}

/**
 * Makes the next look at a connection's offers due, and what is assigned there to be read anew: now, or `quietMs` after the last look began.
 * When that is; null when the connection is gone.
 */
export async function hastenPoll(tx: Tx, connectionId: string, at: Date, quietMs: number): Promise<Date | null> {
  const soonest = sql`greatest(${at.toISOString()}::timestamptz, ${connections.lastPollAt} + ${quietMs} * interval '1 millisecond')`;
  const [row] = await tx
    .update(connections)
    .set({ nextPollAt: soonest, assignedReadAt: null })
    .where(eq(connections.id, connectionId))
    .returning({ nextPollAt: connections.nextPollAt });
  return row?.nextPollAt ?? null;
}

/** What is assigned to the member on the platform was read. */
export async function markAssignedRead(tx: Tx, connectionId: string, at: Date): Promise<void> {
  await tx.update(connections).set({ assignedReadAt: at }).where(eq(connections.id, connectionId));
}
