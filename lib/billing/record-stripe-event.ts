import { transaction } from "@/db/client";
import { insertStripeEvent } from "@/db/queries/stripe-events";
import { now } from "@/lib/base/clock";
import type { StripeEvent } from "@/lib/billing/describe-event";

/**
 * Records a verified event once, by its id; the worker is woken by the row. Stripe delivers again whatever was not answered, so a crash
 * before the commit loses nothing and a second delivery changes nothing.
 */
export async function recordStripeEvent(event: StripeEvent): Promise<"recorded" | "known"> {
  const isNew = await transaction({ kind: "webhook", source: "stripe" }, (tx) => insertStripeEvent(tx, { ...event, receivedAt: now() }));
  return isNew ? "recorded" : "known";
}
