import { chargeInvoice } from "@/sandbox/stripe/bill-period";
import { type CardEntry, keepCard } from "@/sandbox/stripe/cards";
import { subscriptionOf } from "@/sandbox/stripe/invoices";
import { putSubscription } from "@/sandbox/stripe/subscriptions";
import { type Invoice, idOf, type Subscription } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

const openOf = (world: StripeWorld, subscription: string) =>
  world.tables.invoices.all().filter((one) => subscriptionOf(one) === subscription && one.status === "open");

const waiting = new Set<Subscription["status"]>(["past_due", "unpaid", "incomplete"]);

/** A subscription whose payment had failed, or was not finished, is active once nothing of it is open. */
export function restore(world: StripeWorld, id: string) {
  const subscription = world.tables.subscriptions.get(id);
  if (subscription && waiting.has(subscription.status) && openOf(world, id).length === 0)
    putSubscription(world, subscription, { status: "active" });
}

/** The new card pays from now on, and what is still open at once. */
export function changeCard(world: StripeWorld, subscription: Subscription, entry: CardEntry) {
  const card = keepCard(world, idOf(subscription.customer), entry).id;
  putSubscription(world, subscription, { default_payment_method: card });
  for (const invoice of openOf(world, subscription.id)) chargeInvoice(world, invoice, card);
  restore(world, subscription.id);
}

/** Pays one open invoice with a card that is typed on its page; later invoices are charged to the subscription's card as before. */
export function payWithNewCard(world: StripeWorld, invoice: Invoice, entry: CardEntry) {
  chargeInvoice(world, invoice, keepCard(world, idOf(invoice.customer), entry).id);
  restore(world, subscriptionOf(invoice));
}
