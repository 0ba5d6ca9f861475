import Stripe from "stripe";
import { now } from "@/lib/base/clock";
import { webEnv } from "@/lib/base/env";
import { describeEvent, type StripeEvent } from "@/lib/billing/describe-event";

const oldestSeconds = 300;
const aheadSeconds = 60;

/** The SDK bounds a signature's age, but takes one that is dated ahead. */
function datedAhead(signature: string): boolean {
  const stamp = Number(/(?:^|,)\s*t=(\d+)/.exec(signature)?.[1] ?? Number.NaN);
  return !(stamp <= now().getTime() / 1000 + aheadSeconds);
}

/**
 * Verifies a webhook by its raw body: any of the configured secrets, not older than 5 minutes, not dated ahead, of this
 * environment's mode. Null when it does not hold. Nothing in the body is believed beyond which customer to read anew.
 * Source: https://docs.stripe.com/webhooks/signature
 */
export function readStripeEvent(rawBody: string, signature: string): StripeEvent | null {
  if (datedAhead(signature)) return null;
  const verified = webEnv().STRIPE_WEBHOOK_SECRETS.some((secret) => {
    try {
      Stripe.webhooks.constructEvent(rawBody, signature, secret, oldestSeconds);
      return true;
    } catch {
      return false;
    }
  });
  if (!verified) return null;
  return describeEvent(JSON.parse(rawBody));
}
