import type Stripe from "stripe";
import { z } from "zod";
import { emitEvent } from "@/sandbox/stripe/emit-event";
import { listOf, wholeList } from "@/sandbox/stripe/list";
import { nextMonth } from "@/sandbox/stripe/months";
import { expand, flag, metadata, paging, paramsOf, whole } from "@/sandbox/stripe/params";
import { refuse } from "@/sandbox/stripe/refusal";
import { idOf, type Price, type Subscription, type SubscriptionItem } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

export const listSubscriptionsParams = paramsOf<Stripe.SubscriptionListParams>()({
  customer: z.string().optional(),
  price: z.string().optional(),
  status: z
    .enum(["active", "past_due", "canceled", "unpaid", "incomplete", "incomplete_expired", "trialing", "paused", "ended", "all"])
    .optional(),
  ...paging,
});
export const updateSubscriptionParams = paramsOf<Stripe.SubscriptionUpdateParams>()({
  cancel_at: whole.or(z.enum(["", "max_period_end", "min_period_end"])).optional(),
  cancel_at_period_end: flag.optional(),
  default_payment_method: z.string().optional(),
  items: z
    .array(z.strictObject({ id: z.string(), price: z.string().optional(), quantity: whole.optional() }))
    .length(1)
    .optional(),
  proration_behavior: z.literal("none").optional(),
  description: z.string().optional(),
  metadata: metadata.optional(),
  expand,
});
export const cancelSubscriptionParams = paramsOf<Stripe.SubscriptionCancelParams>()({
  invoice_now: flag.optional(),
  prorate: flag.pipe(z.literal(false)).optional(),
  cancellation_details: z.strictObject({ comment: z.string().optional(), feedback: z.string().optional() }).optional(),
  expand,
});

export function getSubscription(world: StripeWorld, id: string): Subscription {
  const subscription = world.tables.subscriptions.get(id);
  if (!subscription) throw refuse.missing("subscription", id);
  return subscription;
}

/** The single item that every subscription here has; its period is the subscription's. */
export function itemOf(subscription: Subscription): SubscriptionItem {
  const [item] = subscription.items.data;
  if (!item) throw new Error("a subscription without an item");
  return item;
}

export function listSubscriptions(world: StripeWorld, params: z.infer<typeof listSubscriptionsParams>) {
  const wanted = (one: Subscription) => {
    const ended = one.status === "canceled" || one.status === "incomplete_expired";
    if (params.status === undefined) return one.status !== "canceled";
    if (params.status === "all") return true;
    return params.status === "ended" ? ended : one.status === params.status;
  };
  const fits = world.tables.subscriptions
    .all()
    .filter((one) => params.customer === undefined || one.customer === params.customer)
    .filter((one) => params.price === undefined || itemOf(one).price.id === params.price)
    .filter(wanted);
  return listOf("/v1/subscriptions", fits, params, (one) => one.created);
}

/** The item with another price, or more of it, from the next invoice on. */
function changedItem(
  world: StripeWorld,
  item: SubscriptionItem,
  change: { id: string; price?: string; quantity?: number },
): SubscriptionItem {
  const price = change.price === undefined ? item.price : world.tables.prices.get(change.price);
  if (item.id !== change.id || !price) throw refuse.missing("subscription item or price", change.id, "items[0][id]");
  return { ...item, price, quantity: change.quantity ?? item.quantity };
}

/**
 * When it is to end. `cancel_at_period_end` also names the day; `cancel_at` alone, which is what the portal sets, leaves the other false.
 * Either takes back what the other announced.
 */
function endOf(
  before: Subscription,
  { cancel_at: at, cancel_at_period_end: withPeriod }: z.infer<typeof updateSubscriptionParams>,
): Pick<Subscription, "cancel_at" | "cancel_at_period_end"> {
  if (at !== undefined && withPeriod !== undefined)
    throw refuse.parameter("You may only specify one of these parameters: cancel_at, cancel_at_period_end.", "cancel_at");
  const periodEnd = itemOf(before).current_period_end;
  if (withPeriod !== undefined) return { cancel_at: withPeriod ? periodEnd : null, cancel_at_period_end: withPeriod };
  if (at === undefined) return { cancel_at: before.cancel_at, cancel_at_period_end: before.cancel_at_period_end };
  return { cancel_at: at === "" ? null : typeof at === "number" ? at : periodEnd, cancel_at_period_end: false };
}

export function updateSubscription(world: StripeWorld, id: string, params: z.infer<typeof updateSubscriptionParams>): Subscription {
  const before = getSubscription(world, id);
  if (before.status === "canceled")
    throw refuse.parameter("A canceled subscription can only update its cancellation_details and metadata.");
  const card = params.default_payment_method;
  if (card !== undefined && !world.tables.paymentMethods.get(card)) throw refuse.missing("PaymentMethod", card, "default_payment_method");
  const end = endOf(before, params);
  const [change] = params.items ?? [];
  const ending = end.cancel_at !== null;
  return putSubscription(world, before, {
    ...end,
    canceled_at: ending ? (before.canceled_at ?? world.now()) : null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: ending ? "cancellation_requested" : null },
    default_payment_method: card ?? before.default_payment_method,
    description: params.description ?? before.description,
    items: change ? { ...before.items, data: [changedItem(world, itemOf(before), change)] } : before.items,
    metadata: { ...before.metadata, ...params.metadata },
  });
}

/** Stores the change and sends `customer.subscription.updated` with what was there before; no change, no event. */
export function putSubscription(world: StripeWorld, before: Subscription, change: Partial<Subscription>): Subscription {
  const after: Subscription = { ...before, ...change };
  const names = Object.keys(change) as (keyof Subscription)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (changed.length === 0) return before;
  world.tables.subscriptions.put(after.id, after);
  emitEvent(world, "customer.subscription.updated", after, Object.fromEntries(changed.map((name) => [name, before[name]])));
  return after;
}

/**
 * Ends it now. Pending invoice items stay pending, as they do at Stripe unless told otherwise, and open invoices are collected by themselves
 * no more.
 */
export function endSubscription(world: StripeWorld, id: string, why: "cancellation_requested" | "payment_failed"): Subscription {
  const before = getSubscription(world, id);
  if (before.status === "canceled") throw refuse.missing("subscription", id);
  const ended: Subscription = {
    ...before,
    status: "canceled",
    canceled_at: before.canceled_at ?? world.now(),
    ended_at: world.now(),
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: why },
  };
  world.tables.subscriptions.put(id, ended);
  for (const one of world.tables.invoices.all()) {
    if (one.customer === ended.customer && one.status === "open")
      world.tables.invoices.put(one.id, { ...one, auto_advance: false, next_payment_attempt: null });
  }
  emitEvent(world, "customer.subscription.deleted", ended);
  return ended;
}

/** A subscription that has just been paid for: active from now, for one calendar month. */
export function startSubscription(
  world: StripeWorld,
  start: { customer: string; price: Price; card: string; metadata: Record<string, string> },
): Subscription {
  const now = world.now();
  const id = newId("sub");
  const item = makeItem(start.price, id, now);
  return {
    id,
    object: "subscription",
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: now,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible", updated_at: now },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: "charge_automatically",
    created: now,
    currency: start.price.currency,
    customer: start.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: start.card,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ended_at: null,
    invoice_settings: { account_tax_ids: null, custom_fields: null, description: null, footer: null, issuer: { type: "self" } },
    items: wholeList(`/v1/subscription_items?subscription=${id}`, [item]),
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: start.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: null,
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: now,
    status: "active",
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: null,
    trial_start: null,
  };
}

function makeItem(price: Price, subscription: string, now: number): SubscriptionItem {
  return {
    id: newId("si"),
    object: "subscription_item",
    billing_thresholds: null,
    created: now,
    current_period_start: now,
    current_period_end: nextMonth(now, now),
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: {
      id: price.id,
      object: "plan",
      active: true,
      amount: price.unit_amount,
      amount_decimal: price.unit_amount_decimal,
      billing_scheme: "per_unit",
      created: price.created,
      currency: price.currency,
      interval: "month",
      interval_count: 1,
      livemode: false,
      metadata: {},
      meter: null,
      nickname: null,
      product: idOf(price.product),
      tiers_mode: null,
      transform_usage: null,
      trial_period_days: null,
      usage_type: "licensed",
    },
    price,
    quantity: 1,
    subscription,
    tax_rates: [],
  };
}
