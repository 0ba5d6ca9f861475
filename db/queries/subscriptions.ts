import { count, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { subscriptions } from "@/db/schema";

export type SubscriptionRow = typeof subscriptions.$inferSelect;

/**
 * The account's newest subscription; null when there never was one. Stripe dates to the second: of two that began in the same one it is the
 * one that goes on.
 */
export async function newestSubscription(tx: Tx, accountId: string): Promise<SubscriptionRow | null> {
  const [row] = await tx
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.accountId, accountId))
    .orderBy(desc(subscriptions.startedAt), sql`${subscriptions.endedAt} desc nulls first`)
    .limit(1);
  return row ?? null;
}

/** How many subscriptions the account has had, ended ones included. */
export async function countSubscriptions(tx: Tx, accountId: string): Promise<number> {
  const [row] = await tx.select({ number: count() }).from(subscriptions).where(eq(subscriptions.accountId, accountId));
  return row?.number ?? 0;
}

/** Writes down a subscription as it was just read from Stripe. */
export async function keepSubscription(tx: Tx, row: SubscriptionRow): Promise<void> {
  const { id, accountId, startedAt, ...changes } = row;
  await tx.insert(subscriptions).values(row).onConflictDoUpdate({ target: subscriptions.id, set: changes });
}
