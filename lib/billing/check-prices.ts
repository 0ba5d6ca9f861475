import { stripeEnv } from "@/lib/base/env";
import { workerStripe } from "@/lib/billing/stripe-client";
import { prices } from "@/lib/terms/prices";

/** A price at Stripe never changes its amount, so that what once agreed agrees for as long as the process runs. */
let agreed = false;

/**
 * How Stripe's prices differ from the published ones (clause 0.2), in words; null when they agree.
 * @throws Stripe.errors.StripeError when Stripe does not answer.
 */
export async function comparePrices(): Promise<string | null> {
  const { STRIPE_PRICE_MONTHLY, STRIPE_PRICE_UNIT } = stripeEnv();
  const stripe = workerStripe();
  const monthly = await stripe.prices.retrieve(STRIPE_PRICE_MONTHLY);
  const unit = await stripe.prices.retrieve(STRIPE_PRICE_UNIT);
  const { interval, interval_count: count, usage_type: usage } = monthly.recurring ?? {};
  const isMonthly = interval === "month" && count === 1 && usage === "licensed";
  const wrong = [
    monthly.active && monthly.unit_amount === prices.monthlyCents && monthly.currency === prices.currency && isMonthly
      ? null
      : "STRIPE_PRICE_MONTHLY",
    unit.active && unit.unit_amount === prices.unitCents && unit.currency === prices.currency && unit.type === "one_time"
      ? null
      : "STRIPE_PRICE_UNIT",
  ].filter((name) => name !== null);
  agreed = wrong.length === 0;
  return agreed ? null : `${wrong.join(" and ")} at Stripe: not the price of lib/terms/prices.ts. Nothing is charged until they agree.`;
}

/** Whether Stripe's prices are the published ones. Nothing is posted before they are. @throws when Stripe does not answer. */
export async function pricesAgree(): Promise<boolean> {
  return agreed || (await comparePrices()) === null;
}
