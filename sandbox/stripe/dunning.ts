import { z } from "zod";
import type { Store } from "@/sandbox/base/store";
import { chargeInvoice } from "@/sandbox/stripe/bill-period";
import { subscriptionOf } from "@/sandbox/stripe/invoices";
import { cardOf, voidInvoice } from "@/sandbox/stripe/one-off-invoices";
import { restore } from "@/sandbox/stripe/pay-open";
import { endSubscription, putSubscription } from "@/sandbox/stripe/subscriptions";
import type { Invoice, Subscription } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

/** What becomes of a subscription once the last try has failed: a setting of the account at Stripe. */
export const dunningRequest = z.strictObject({ ending: z.enum(["canceled", "unpaid"]) });
type Ending = z.infer<typeof dunningRequest>;

const settings = (store: Store) => store.table<Ending>("stripe_dunning");
export const setDunning = (store: Store, ending: Ending) => settings(store).put("ending", ending);

/** How long a first payment may stay unfinished. */
export const unfinishedSeconds = 23 * 3_600;

/** Tries an open invoice again. Paid, its subscription is active again; failed for the last time, it ends or is unpaid, as the account is set. */
export function tryAgain(world: StripeWorld, invoice: Invoice) {
  const tried = chargeInvoice(world, invoice, cardOf(world, invoice) ?? "");
  const subscription = world.tables.subscriptions.get(subscriptionOf(tried));
  if (subscription && tried.status === "paid") restore(world, subscription.id);
  if (subscription?.status !== "past_due" || tried.status === "paid" || tried.next_payment_attempt !== null) return;
  const { ending } = settings(world.store).get("ending") ?? { ending: "canceled" };
  if (ending === "canceled") endSubscription(world, subscription.id, "payment_failed");
  else putSubscription(world, subscription, { status: "unpaid" });
}

/** A first payment that was not finished in time: the subscription never begins, and its invoice is void. */
export function expireUnfinished(world: StripeWorld, subscription: Subscription) {
  for (const one of world.tables.invoices.all())
    if (subscriptionOf(one) === subscription.id && one.status === "open") voidInvoice(world, one.id);
  putSubscription(world, subscription, { status: "incomplete_expired", ended_at: world.now() });
}
