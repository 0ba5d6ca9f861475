import { billPeriod, keepDraft } from "@/sandbox/stripe/bill-period";
import { expireSession } from "@/sandbox/stripe/checkout-sessions";
import { expireUnfinished, tryAgain, unfinishedSeconds } from "@/sandbox/stripe/dunning";
import { areHeld, heldSeconds } from "@/sandbox/stripe/held-drafts";
import { subscriptionOf } from "@/sandbox/stripe/invoices";
import { draftInvoice } from "@/sandbox/stripe/make-invoice";
import { nextMonth } from "@/sandbox/stripe/months";
import { finaliseInvoice } from "@/sandbox/stripe/one-off-invoices";
import { endSubscription, getSubscription, itemOf, putSubscription } from "@/sandbox/stripe/subscriptions";
import type { Subscription } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

interface Due {
  readonly at: number;
  readonly run: (world: StripeWorld) => void;
}

/** Does everything that falls due up to `until`, in the order of time, each thing stamped with its own moment. */
export function runUntil(world: StripeWorld, until: number) {
  world.store.transact(() => {
    for (let next = earliest(world, until); next; next = earliest(world, until)) {
      const { at, run } = next;
      run({ ...world, now: () => at });
    }
  });
}

function earliest(world: StripeWorld, until: number): Due | null {
  let first: Due | null = null;
  for (const due of allDue(world)) if (due.at <= until && (first === null || due.at < first.at)) first = due;
  return first;
}

function* allDue({ tables }: StripeWorld): Generator<Due> {
  for (const session of tables.checkoutSessions.all())
    if (session.status === "open") yield { at: session.expires_at, run: (world) => expireSession(world, session) };
  for (const invoice of tables.invoices.all()) {
    const { status, automatically_finalizes_at: finalizes, next_payment_attempt: next } = invoice;
    if (status === "draft" && finalizes !== null) yield { at: finalizes, run: (world) => finaliseHeld(world, invoice.id) };
    if (status === "open" && next !== null) yield { at: next, run: (world) => tryAgain(world, invoice) };
  }
  for (const subscription of tables.subscriptions.all()) {
    const { status, created, cancel_at: end } = subscription;
    if (status === "incomplete") yield { at: created + unfinishedSeconds, run: (world) => expireUnfinished(world, subscription) };
    else if (status !== "canceled" && status !== "incomplete_expired")
      yield {
        at: Math.min(itemOf(subscription).current_period_end, end ?? Number.POSITIVE_INFINITY),
        run: (world) => endPeriod(world, subscription),
      };
  }
}

/** A draft's hour is over. A renewal whose card then fails leaves its subscription past due. */
function finaliseHeld(world: StripeWorld, id: string) {
  const final = finaliseInvoice(world, id, { auto_advance: true, expand: [] });
  const subscription = world.tables.subscriptions.get(subscriptionOf(final));
  const failed = world.tables.invoices.get(id)?.status === "open";
  if (failed && subscription?.status === "active") putSubscription(world, subscription, { status: "past_due" });
}

/**
 * A period is over: the subscription ends as announced, or renews for a calendar month and is billed. An unpaid one goes on, but its invoices
 * stay drafts. Where drafts are held, the renewal's waits for its hour.
 */
function endPeriod(world: StripeWorld, subscription: Subscription) {
  const { cancel_at: end } = subscription;
  if (end !== null && end <= world.now()) {
    endSubscription(world, subscription.id, "cancellation_requested");
    return;
  }
  const item = itemOf(subscription);
  const start = item.current_period_end;
  const period = { start, end: nextMonth(start, subscription.billing_cycle_anchor) };
  const unpaid = subscription.status === "unpaid";
  const held = !unpaid && areHeld(world.store);
  const draft = () => draftInvoice(world, subscription, "subscription_cycle", period);
  const invoice = unpaid
    ? keepDraft(world, { ...draft(), auto_advance: false })
    : held
      ? keepDraft(world, { ...draft(), automatically_finalizes_at: world.now() + heldSeconds })
      : billPeriod(world, subscription, "subscription_cycle", period);
  const moved = { ...item, current_period_start: period.start, current_period_end: period.end };
  putSubscription(world, getSubscription(world, subscription.id), {
    items: { ...subscription.items, data: [moved] },
    latest_invoice: invoice.id,
    status: unpaid || held || invoice.status === "paid" ? subscription.status : "past_due",
  });
}
