import type Stripe from "stripe";
import { z } from "zod";
import { billPeriod } from "@/sandbox/stripe/bill-period";
import { getCustomer } from "@/sandbox/stripe/customers";
import { emitEvent } from "@/sandbox/stripe/emit-event";
import { expand, paramsOf } from "@/sandbox/stripe/params";
import { refuse } from "@/sandbox/stripe/refusal";
import { itemOf, startSubscription } from "@/sandbox/stripe/subscriptions";
import type { Price, Subscription } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

export const createSubscriptionParams = paramsOf<Stripe.SubscriptionCreateParams>()({
  customer: z.string(),
  items: z.array(z.strictObject({ price: z.string() })).length(1),
  default_payment_method: z.string(),
  expand,
});

/** A price that is paid by the month. */
export function monthlyPrice(world: StripeWorld, id: string, param: string): Price {
  const price = world.tables.prices.get(id);
  if (!price) throw refuse.missing("price", id, param);
  if (!price.recurring) throw refuse.parameter("You must provide at least one recurring price.", param);
  return price;
}

/** Stores a new subscription and bills its first month. */
export function beginSubscription(world: StripeWorld, fresh: Subscription): Subscription {
  const { current_period_start: start, current_period_end: end } = itemOf(fresh);
  world.tables.subscriptions.put(fresh.id, fresh);
  const invoice = billPeriod(world, fresh, "subscription_create", { start, end });
  const subscription = { ...fresh, latest_invoice: invoice.id };
  world.tables.subscriptions.put(subscription.id, subscription);
  emitEvent(world, "customer.subscription.created", subscription);
  return subscription;
}

/** A subscription without Checkout, as somebody makes it in the dashboard, paid by a card that the customer has. */
export function createSubscription(world: StripeWorld, params: z.infer<typeof createSubscriptionParams>): Subscription {
  const customer = getCustomer(world, params.customer, "customer");
  const price = monthlyPrice(world, params.items[0]?.price ?? "", "items[0][price]");
  const card = world.tables.paymentMethods.get(params.default_payment_method);
  if (card?.customer !== customer.id) throw refuse.missing("PaymentMethod", params.default_payment_method, "default_payment_method");
  return beginSubscription(world, startSubscription(world, { customer: customer.id, price, card: card.id, metadata: {} }));
}
