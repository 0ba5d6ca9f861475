import Stripe from "stripe";
import { transaction, withLock } from "@/db/client";
import { customersAfter } from "@/db/queries/stripe-customers";
import { stripeEnv } from "@/lib/base/env";
import { describeError, log } from "@/lib/base/log";
import { workerStripe } from "@/lib/billing/stripe-client";
import { syncCustomer } from "@/lib/billing/sync-customer";

/** Customers a step, at four calls each: with a step a second this is some 80 calls to Stripe a second at the most, of which it allows 100. */
const aStep = 20;

/** Whether Stripe lets nobody in, or asks to be left alone. */
const refusesAll = (thrown: unknown): boolean =>
  thrown instanceof Stripe.errors.StripeRateLimitError || thrown instanceof Stripe.errors.StripeAuthenticationError;

/** Whether Stripe gave no answer, which may be about one customer or about all. */
const isUnanswered = (thrown: unknown): boolean =>
  thrown instanceof Stripe.errors.StripeConnectionError ||
  (thrown instanceof Stripe.errors.StripeError && (thrown.statusCode ?? 500) >= 500);

/** Whether Stripe answers about something else: a price of ours. */
async function answersOtherwise(): Promise<boolean> {
  const price = workerStripe().prices.retrieve(stripeEnv().STRIPE_PRICE_MONTHLY);
  return await price.then(
    () => true,
    () => false,
  );
}

/**
 * Does something about one customer, so that one of whom Stripe will not tell holds nobody up. Without an answer it is tried once more, as long
 * as Stripe answers about something else.
 * @returns null when it is done; otherwise what was thrown about this customer alone
 * @throws whatever was thrown, when Stripe answers about nobody
 */
export async function aboutOneCustomer(work: () => Promise<unknown>): Promise<unknown> {
  for (let isRetry = false; ; isRetry = true) {
    try {
      await work();
      return null;
    } catch (thrown) {
      if (refusesAll(thrown)) throw thrown;
      if (!isUnanswered(thrown)) return thrown;
      if (!(await answersOtherwise())) throw thrown;
      if (isRetry) return thrown;
    }
  }
}

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
    const failure = await aboutOneCustomer(() => withLock(`stripe:${customerId}`, () => syncCustomer(accountId, customerId)));
    if (failure === null) continue;
    log.error("a customer cannot be read from Stripe", { account: accountId, ...describeError(failure) });
    unread += 1;
  }
  return { last: customers.at(-1)?.accountId ?? null, unread };
}
