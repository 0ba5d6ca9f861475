import Stripe from "stripe";
import { transaction, withLock } from "@/db/client";
import { customerOf } from "@/db/queries/stripe-customers";
import { AppError } from "@/lib/base/errors";
import { explainStripe } from "@/lib/billing/explain-stripe";
import { workerStripe } from "@/lib/billing/stripe-client";
import { syncCustomer } from "@/lib/billing/sync-customer";

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

/**
 * Ends an account's billing at Stripe, now: nothing renews. What was billed stays, and so do items that no invoice bears yet. Then
 * writes down what Stripe says, under the customer's lock. Running it again changes nothing; a crash leaves either a subscription to
 * cancel or one that is cancelled and still to be read.
 * @throws AppError unavailable when Stripe does not answer, or the customer is being read by somebody else.
 */
export async function endSubscriptions(accountId: string): Promise<void> {
  const customerId = await transaction({ kind: "system", job: "end-subscriptions", accountId }, (tx) => customerOf(tx, accountId));
  if (!customerId) return;
  const ended = await withLock(`stripe:${customerId}`, async () => {
    try {
      await cancelSubscriptions(customerId);
      await syncCustomer(accountId, customerId);
      return true;
    } catch (thrown) {
      throw explainStripe(thrown);
    }
  });
  if (!ended) throw new AppError("unavailable", { reason: "busy_customer" });
}
