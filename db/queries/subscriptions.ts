import { count, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { subscriptions } from "@/db/schema";

export type SubscriptionRow = typeof subscriptions.$inferSelect;

/** How much a subscription lets the service do, the most first: it is paid, is being paid, was not paid, is not begun, is over. */
const rank = sql`case ${subscriptions.status}
  when 'active' then 0 when 'trialing' then 0 when 'past_due' then 1 when 'unpaid' then 2 when 'paused' then 2 when 'incomplete' then 3
  else 4 end`;

/**
 * The account's subscription; null when there never was one. As a rule only one goes on. Where somebody made a second one in Stripe's
 * dashboard it is the one that lets the service do most, and of alike ones the newest. Stripe dates to the second: of two that began in the
 * same one it is the one that goes on, or ended last.
 */
export async function subscriptionOf(tx: Tx, accountId: string): Promise<SubscriptionRow | null> {
  const [row] = await tx
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.accountId, accountId))
    .orderBy(rank, desc(subscriptions.startedAt), sql`${subscriptions.endedAt} desc nulls first`)
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
