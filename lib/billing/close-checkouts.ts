import Stripe from "stripe";
import { workerStripe } from "@/lib/billing/stripe-client";

/**
 * Closes whatever Checkout page a customer has open, so that nobody pays for a plan that cannot be. One that is paid, or runs out, between
 * the look and the call is left: its plan is there to be ended. The caller holds the customer's lock and ends plans after this.
 */
export async function closeCheckouts(customerId: string): Promise<void> {
  const { sessions } = workerStripe().checkout;
  const open = await sessions.list({ customer: customerId, status: "open", limit: 100 });
  for (const { id } of open.data) {
    try {
      await sessions.expire(id);
    } catch (thrown) {
      if (!(thrown instanceof Stripe.errors.StripeInvalidRequestError)) throw thrown;
      if ((await sessions.retrieve(id)).status === "open") throw thrown;
    }
  }
}
