import { transaction } from "@/db/client";
import { insertStripeEvent } from "@/db/queries/stripe-events";
import { dayMs, hourMs, later, now } from "@/lib/base/clock";
import { describeEvent } from "@/lib/billing/describe-event";
import { workerStripe } from "@/lib/billing/stripe-client";

const actor = { kind: "system", job: "sweep-events" } as const;
/** Stripe keeps events for 30 days; what may still be under way at the time of a sweep is looked at again by the next. */
const keptMs = 30 * dayMs;
const overlapMs = 2 * hourMs;

/**
 * Records the events that Stripe could not deliver since the last sweep, each once, for the worker to handle as if they had come. A crash
 * leaves some recorded, and the next sweep finds those again and the rest.
 * @param since when the last sweep began; null for the first
 * @returns how many were new
 */
export async function sweepEvents(since: Date | null): Promise<number> {
  const from = since ? later(since, -overlapMs) : later(now(), -keptMs);
  let fresh = 0;
  const created = { gte: Math.floor(from.getTime() / 1000) };
  for await (const event of workerStripe().events.list({ delivery_success: false, created, limit: 100 })) {
    const described = describeEvent(event);
    if (described && (await transaction(actor, (tx) => insertStripeEvent(tx, { ...described, receivedAt: now() })))) fresh += 1;
  }
  return fresh;
}
