import { asc, eq, gt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { stripeCustomers } from "@/db/schema";

/** The Stripe customer of an account; null before its first Checkout. */
export async function customerOf(tx: Tx, accountId: string): Promise<string | null> {
  const [row] = await tx
    .select({ customerId: stripeCustomers.customerId })
    .from(stripeCustomers)
    .where(eq(stripeCustomers.accountId, accountId));
  return row?.customerId ?? null;
}

/** Accounts with their Stripe customers, in the order of ids, after one. */
export async function customersAfter(
  tx: Tx,
  accountId: string | null,
  limit: number,
): Promise<{ accountId: string; customerId: string }[]> {
  return await tx
    .select({ accountId: stripeCustomers.accountId, customerId: stripeCustomers.customerId })
    .from(stripeCustomers)
    .where(accountId ? gt(stripeCustomers.accountId, accountId) : undefined)
    .orderBy(asc(stripeCustomers.accountId))
    .limit(limit);
}

/** Whose Stripe customer this is; null when it is nobody's here. */
export async function accountOfCustomer(tx: Tx, customerId: string): Promise<string | null> {
  const [row] = await tx
    .select({ accountId: stripeCustomers.accountId })
    .from(stripeCustomers)
    .where(eq(stripeCustomers.customerId, customerId));
  return row?.accountId ?? null;
}

/** Links an account to a Stripe customer, once: a second link changes nothing, and the first is returned. */
export async function linkCustomer(tx: Tx, accountId: string, customerId: string): Promise<string> {
  await tx.insert(stripeCustomers).values({ accountId, customerId }).onConflictDoNothing({ target: stripeCustomers.accountId });
  return (await customerOf(tx, accountId)) ?? customerId;
}
