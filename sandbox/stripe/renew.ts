import { billPeriod } from "@/sandbox/stripe/bill-period";
import { expireSession } from "@/sandbox/stripe/checkout-sessions";
import { nextMonth } from "@/sandbox/stripe/months";
import { advanceDrafts } from "@/sandbox/stripe/one-off-invoices";
import { endSubscription, getSubscription, itemOf, putSubscription } from "@/sandbox/stripe/subscriptions";
import type { Subscription } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

/** Does everything that falls due up to `until`, in the order of time, each thing stamped with its own moment. */
export function runUntil(world: StripeWorld, until: number) {
  world.store.transact(() => {
    for (const session of world.tables.checkoutSessions.all()) {
      if (session.status === "open" && session.expires_at <= until) expireSession({ ...world, now: () => session.expires_at }, session);
    }
    advanceDrafts(world, until);
    for (let next = earliestDue(world, until); next; next = earliestDue(world, until)) {
      const at = itemOf(next).current_period_end;
      endPeriod({ ...world, now: () => at }, next);
    }
  });
}

function earliestDue(world: StripeWorld, until: number): Subscription | undefined {
  return world.tables.subscriptions
    .all()
    .filter((one) => one.status !== "canceled" && itemOf(one).current_period_end <= until)
    .toSorted((one, other) => itemOf(one).current_period_end - itemOf(other).current_period_end)[0];
}

/** A period is over: the subscription ends as announced, or renews for a calendar month and is billed. */
function endPeriod(world: StripeWorld, subscription: Subscription) {
  if (subscription.cancel_at_period_end) {
    endSubscription(world, subscription.id, "cancellation_requested");
    return;
  }
  const item = itemOf(subscription);
  const start = item.current_period_end;
  const period = { start, end: nextMonth(start, subscription.billing_cycle_anchor) };
  const invoice = billPeriod(world, subscription, "subscription_cycle", period);
  const moved = { ...item, current_period_start: period.start, current_period_end: period.end };
  putSubscription(world, getSubscription(world, subscription.id), {
    items: { ...subscription.items, data: [moved] },
    latest_invoice: invoice.id,
    status: invoice.status === "paid" ? subscription.status : "past_due",
  });
}
