import type { Tx } from "@/db/client";
import { type SubscriptionRow, subscriptionOf } from "@/db/queries/subscriptions";

/**
 * What a plan lets the service do. Only `active` accepts work. `past_due`: a payment has failed and is tried again; what is accepted or asked
 * for is followed, and nothing new is accepted. `suspended` and `ended`: the automation calls no platform. `none`: there never was a plan,
 * or its first payment is not finished.
 */
export type PlanStanding = "none" | "active" | "past_due" | "suspended" | "ended";

/** Where an account's plan stands. `status` is Stripe's, as last read; null when the account has never subscribed. */
export interface Plan {
  standing: PlanStanding;
  active: boolean;
  status: string | null;
  periodStart: Date | null;
  periodEnd: Date | null;
  cancelAtPeriodEnd: boolean;
}

/** Stripe's statuses of a subscription; one that is not known here is no plan. */
const standings: Record<string, PlanStanding> = {
  active: "active",
  trialing: "active",
  past_due: "past_due",
  unpaid: "suspended",
  paused: "suspended",
  canceled: "ended",
  incomplete_expired: "ended",
};

export const standingOf = (subscription: Pick<SubscriptionRow, "status"> | null): PlanStanding =>
  standings[subscription?.status ?? ""] ?? "none";

/** Why a plan does not let the service accept work, as a code; null where it does. */
export const planGaps = {
  none: "no_active_plan",
  active: null,
  past_due: "plan_past_due",
  suspended: "plan_unpaid",
  ended: "plan_ended",
} as const satisfies Record<PlanStanding, string | null>;
export type PlanGap = NonNullable<(typeof planGaps)[PlanStanding]>;

/** Whether a plan has stopped all automation, calls about accepted work included. */
export const stopsAutomation = ({ standing }: Plan): boolean => standing === "suspended" || standing === "ended";

/** The account's plan: the one place that says what it allows. Only an active one lets the service accept work orders (clause 0.2). */
export async function planOf(tx: Tx, accountId: string): Promise<Plan> {
  const subscription = await subscriptionOf(tx, accountId);
  const standing = standingOf(subscription);
  const { status = null, periodStart = null, periodEnd = null, cancelAtPeriodEnd = false } = subscription ?? {};
  return { standing, active: standing === "active", status, periodStart, periodEnd, cancelAtPeriodEnd };
}
