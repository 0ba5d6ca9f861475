import type { Tx } from "@/db/client";
import { newestSubscription } from "@/db/queries/subscriptions";

/** Where an account's plan stands. `status` is Stripe's, as last read; null when the account has never subscribed. */
export interface Plan {
  active: boolean;
  status: string | null;
  periodStart: Date | null;
  periodEnd: Date | null;
  cancelAtPeriodEnd: boolean;
}

const paidFor = new Set(["active", "trialing"]);

/** The account's plan. Only an active one lets the service accept work orders (clause 0.2). */
export async function planOf(tx: Tx, accountId: string): Promise<Plan> {
  const subscription = await newestSubscription(tx, accountId);
  if (!subscription) return { active: false, status: null, periodStart: null, periodEnd: null, cancelAtPeriodEnd: false };
  const { status, periodStart, periodEnd, cancelAtPeriodEnd } = subscription;
  return { active: paidFor.has(status), status, periodStart, periodEnd, cancelAtPeriodEnd };
}
