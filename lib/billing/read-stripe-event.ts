import Stripe from "stripe";
import { z } from "zod";
import { now } from "@/lib/base/clock";
import { environment, webEnv } from "@/lib/base/env";

/** What is kept of an event: enough to read the customer anew. */
export interface StripeEvent {
  id: string;
  type: string;
  createdAt: Date;
  customerId: string | null;
}

const oldestSeconds = 300;
const aheadSeconds = 60;

const eventShape = z.object({
  id: z.string().regex(/^evt_\w{1,120}$/),
  type: z.string().min(1).max(120),
  created: z.number().int().positive(),
  livemode: z.boolean(),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
});

/** The SDK bounds a signature's age, but takes one that is dated ahead. */
function datedAhead(signature: string): boolean {
  const stamp = Number(/(?:^|,)\s*t=(\d+)/.exec(signature)?.[1] ?? Number.NaN);
  return !(stamp <= now().getTime() / 1000 + aheadSeconds);
}

function customerIn(object: Record<string, unknown>): string | null {
  const candidate = object.object === "customer" ? object.id : object.customer;
  const id = typeof candidate === "object" && candidate !== null && "id" in candidate ? candidate.id : candidate;
  return typeof id === "string" && /^cus_\w{1,120}$/.test(id) ? id : null;
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
  const parsed = eventShape.safeParse(JSON.parse(rawBody));
  if (!parsed.success || parsed.data.livemode !== (environment() === "production")) return null;
  const { id, type, created, data } = parsed.data;
  return { id, type, createdAt: new Date(created * 1000), customerId: customerIn(data.object) };
}
