import { Stripe } from "stripe";
import { onTestFinished } from "vitest";
import { listen } from "@/sandbox/base/listen";
import { json } from "@/sandbox/base/reply";
import { secrets } from "@/tests/sandbox/support/given-sandbox";

/** A receiver of webhooks that believes only what the SDK's own signature check lets through. `answer` sets what it replies. */
export async function receiveWebhooks() {
  const stripe = new Stripe(secrets.secretKey);
  const events: Stripe.Event[] = [];
  let status = 200;
  const server = await listen(0, (call) => {
    if (call.url.pathname !== "/api/stripe/webhook") return json(404, null);
    events.push(stripe.webhooks.constructEvent(call.body, String(call.headers["stripe-signature"]), secrets.webhookSecret));
    return json(status, null);
  });
  onTestFinished(() => server.close());
  return {
    url: server.url,
    events,
    types: () => events.map((event) => event.type),
    answer: (next: number) => {
      status = next;
    },
  };
}
