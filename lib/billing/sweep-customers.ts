import Stripe from "stripe";
import { transaction, withLock } from "@/db/client";
import { customersAfter } from "@/db/queries/stripe-customers";
import { describeError, log } from "@/lib/base/log";
import { syncCustomer } from "@/lib/billing/sync-customer";

/** Customers a step, at four calls each: with a step a second this is some 80 calls to Stripe a second at the most, of which it allows 100. */
const aStep = 20;

/** Whether Stripe as a whole does not answer, rather than about one customer. */
export const isStripeDown = (thrown: unknown): boolean =>
  thrown instanceof Stripe.errors.StripeConnectionError ||
  thrown instanceof Stripe.errors.StripeRateLimitError ||
  thrown instanceof Stripe.errors.StripeAuthenticationError ||
  (thrown instanceof Stripe.errors.StripeError && (thrown.statusCode ?? 500) >= 500);

/**
 * Reads the next customers' subscriptions and invoices anew, each under its lock; one that somebody else is reading is left to them, and one
 * that cannot be read is logged and passed over.
 * @returns the last account that was gone through, or null when there are no more; and how many could not be read
 * @throws when Stripe does not answer at all: the same step is due again.
 */
export async function sweepCustomers(after: string | null, batch = aStep): Promise<{ last: string | null; unread: number }> {
  const customers = await transaction({ kind: "system", job: "sweep-customers" }, (tx) => customersAfter(tx, after, batch));
  let unread = 0;
  for (const { accountId, customerId } of customers) {
    try {
      await withLock(`stripe:${customerId}`, () => syncCustomer(accountId, customerId));
    } catch (thrown) {
      if (isStripeDown(thrown)) throw thrown;
      log.error("a customer cannot be read from Stripe", { account: accountId, ...describeError(thrown) });
      unread += 1;
    }
  }
  return { last: customers.at(-1)?.accountId ?? null, unread };
}
