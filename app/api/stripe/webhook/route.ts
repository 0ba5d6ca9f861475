import { readStripeEvent } from "@/lib/billing/read-stripe-event";
import { recordStripeEvent } from "@/lib/billing/record-stripe-event";
import { signedWebhook } from "@/lib/web/webhook";

/** Verifies, records, answers; the worker does the rest. A throw becomes a 500 and Stripe delivers again. */
export const POST = signedWebhook("stripe-signature", async (rawBody, signature) => {
  const event = readStripeEvent(rawBody, signature);
  if (!event) return Response.json({ error: "The signature does not hold, or its time is off." }, { status: 400 });
  return Response.json({ event: event.id, outcome: await recordStripeEvent(event) });
});
