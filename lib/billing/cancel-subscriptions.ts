import Stripe from "stripe";
import { workerStripe } from "@/lib/billing/stripe-client";

const over = new Set<Stripe.Subscription.Status>(["canceled", "incomplete_expired"]);

/** Cancels whatever subscription a customer has, at once. Cancelling one that has ended meanwhile is as good. The caller holds the lock. */
export async function cancelSubscriptions(customerId: string): Promise<void> {
  const stripe = workerStripe();
  const listed = await stripe.subscriptions.list({ customer: customerId, status: "all", limit: 100 });
  for (const { id } of listed.data.filter(({ status }) => !over.has(status))) {
    try {
      await stripe.subscriptions.cancel(id);
    } catch (thrown) {
      if (!(thrown instanceof Stripe.errors.StripeError) || thrown.code !== "resource_missing") throw thrown;
    }
  }
}
