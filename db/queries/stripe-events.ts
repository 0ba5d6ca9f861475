import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { stripeEvents } from "@/db/schema";

export type StripeEventRow = typeof stripeEvents.$inferSelect;
export type NewStripeEvent = Pick<StripeEventRow, "id" | "type" | "customerId" | "createdAt" | "receivedAt">;

/** Records an event once. False when it was there already. Web may not read the table, so the count of rows tells. */
export async function insertStripeEvent(tx: Tx, event: NewStripeEvent): Promise<boolean> {
  const inserted = await tx.insert(stripeEvents).values(event).onConflictDoNothing();
  return inserted.count === 1;
}

/** An event that is still to be handled; null when it was, or never came. */
export async function openStripeEvent(tx: Tx, id: string): Promise<StripeEventRow | null> {
  const [row] = await tx
    .select()
    .from(stripeEvents)
    .where(and(eq(stripeEvents.id, id), isNull(stripeEvents.handledAt)));
  return row ?? null;
}

export async function dueStripeEvents(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(and(isNull(stripeEvents.handledAt), lte(stripeEvents.nextAttemptAt, at)))
    .orderBy(asc(stripeEvents.createdAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

export async function finishStripeEvent(tx: Tx, id: string, outcome: string, at: Date): Promise<void> {
  await tx
    .update(stripeEvents)
    .set({ handledAt: at, outcome })
    .where(and(eq(stripeEvents.id, id), isNull(stripeEvents.handledAt)));
}

/** Counts a try before it is made, and says when the next one is due should this one die. */
export async function beginStripeEvent(tx: Tx, id: string, nextAttemptAt: Date): Promise<void> {
  await tx
    .update(stripeEvents)
    .set({ attempts: sql`${stripeEvents.attempts} + 1`, nextAttemptAt })
    .where(eq(stripeEvents.id, id));
}

/** Whether events about a customer are still to be handled. */
export async function hasOpenEvents(tx: Tx, customerId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(and(isNull(stripeEvents.handledAt), eq(stripeEvents.customerId, customerId)))
    .limit(1);
  return rows.length > 0;
}
