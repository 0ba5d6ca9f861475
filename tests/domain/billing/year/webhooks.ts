import type Stripe from "stripe";
import { handleStripeEvent } from "@/lib/billing/handle-stripe-event";
import { recordStripeEvent } from "@/lib/billing/record-stripe-event";
import type { Draws } from "@/scripts/prove/random";
import type { TestStripe } from "@/tests/domain/billing/given-stripe";

/** Stripe's webhooks with every fault on: of what the double has raised some is lost, some comes twice, some later, and none in order. */
export function givenWebhooks({ client }: TestStripe, draws: Draws) {
  const seen = new Set<string>();
  let late: Stripe.Event[] = [];
  const counts = { delivered: 0, dropped: 0, doubled: 0, delayed: 0 };

  async function raised(): Promise<Stripe.Event[]> {
    const fresh: Stripe.Event[] = [];
    for await (const event of client.events.list({ limit: 100 })) {
      if (seen.has(event.id)) break;
      seen.add(event.id);
      fresh.push(event);
    }
    return fresh;
  }

  async function arrive(event: Stripe.Event): Promise<void> {
    const object = event.data.object as { object: string; id?: string; customer?: string | null };
    const customerId = object.object === "customer" ? (object.id ?? null) : (object.customer ?? null);
    await recordStripeEvent({ id: event.id, type: event.type, createdAt: new Date(event.created * 1_000), customerId });
    await handleStripeEvent(event.id);
    counts.delivered += 1;
  }

  /** Lets what has been raised since arrive, as the faults have it. */
  async function deliver(): Promise<void> {
    const coming = late;
    late = [];
    for (const event of await raised()) {
      const fate = draws.below(100);
      if (fate < 15) counts.dropped += 1;
      else if (fate < 30) {
        counts.delayed += 1;
        late.push(event);
      } else {
        if (fate < 45) counts.doubled += 1;
        coming.push(...(fate < 45 ? [event, event] : [event]));
      }
    }
    while (coming.length > 0) {
      const [event] = coming.splice(draws.below(coming.length), 1);
      if (event) await arrive(event);
    }
  }
  return { deliver, counts };
}
