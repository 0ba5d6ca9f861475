import type Stripe from "stripe";

const atSecond = (seconds: number) => new Date(seconds * 1000);

/**
 * The period in which a subscription is, and whether it ends with it. Null for one without an item.
 *
 * A cancellation is announced in either of two ways: by `cancel_at_period_end`, or, as Stripe's portal does with a subscription in flexible
 * billing mode, by `cancel_at` alone. A plan that is to end on a day within the period ends on that day; one that is to end after the
 * next renewal goes on for now.
 * Source: https://docs.stripe.com/billing/subscriptions/billing-mode/compare
 */
export function periodOf(subscription: Stripe.Subscription): { periodStart: Date; periodEnd: Date; isEnding: boolean } | null {
  const [item] = subscription.items.data;
  if (!item) return null;
  const { cancel_at: cancelAt, cancel_at_period_end: withPeriod } = subscription;
  const periodStart = atSecond(item.current_period_start);
  if (cancelAt === null || cancelAt > item.current_period_end)
    return { periodStart, periodEnd: atSecond(item.current_period_end), isEnding: withPeriod };
  return { periodStart, periodEnd: atSecond(cancelAt), isEnding: true };
}

/** What takes a cancellation back, in the way in which it was announced; Stripe takes one of the two a call. */
export const keepingParams = ({ cancel_at_period_end: withPeriod }: Stripe.Subscription): Stripe.SubscriptionUpdateParams =>
  withPeriod ? { cancel_at_period_end: false } : { cancel_at: "" };
