import { stripeEnv } from "@/lib/base/env";
import { workerStripe } from "@/lib/billing/stripe-client";
import { prices } from "@/lib/terms/prices";

let checked: Promise<void> | null = null;

async function compare(): Promise<void> {
  const { STRIPE_PRICE_MONTHLY, STRIPE_PRICE_UNIT } = stripeEnv();
  const stripe = workerStripe();
  const monthly = await stripe.prices.retrieve(STRIPE_PRICE_MONTHLY);
  const unit = await stripe.prices.retrieve(STRIPE_PRICE_UNIT);
  const right =
    monthly.unit_amount === prices.monthlyCents &&
    monthly.currency === prices.currency &&
    monthly.recurring?.interval === "month" &&
    monthly.recurring.interval_count === 1 &&
    unit.unit_amount === prices.unitCents &&
    unit.currency === prices.currency &&
    unit.type === "one_time";
  if (!right)
    throw new Error(
      "The prices at Stripe (STRIPE_PRICE_MONTHLY, STRIPE_PRICE_UNIT) are not those of lib/terms/prices.ts; nothing is charged until they agree.",
    );
}

/**
 * Makes sure, once a process, that Stripe's prices are the published ones (clause 0.2). Nothing is posted before it holds.
 * @throws Error when they differ or Stripe does not answer; asked again at the next call.
 */
export function checkPrices(): Promise<void> {
  checked ??= compare().catch((thrown: unknown) => {
    checked = null;
    throw thrown;
  });
  return checked;
}
