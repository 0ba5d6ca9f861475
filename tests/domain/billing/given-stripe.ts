import { Stripe } from "stripe";
import { afterAll } from "vitest";
import { transaction } from "@/db/client";
import { dueStripeEvents } from "@/db/queries/stripe-events";
import { later, minuteMs, now } from "@/lib/base/clock";
import { handleStripeEvent } from "@/lib/billing/handle-stripe-event";
import { openPortal } from "@/lib/billing/open-portal";
import { recordStripeEvent } from "@/lib/billing/record-stripe-event";
import { startCheckout } from "@/lib/billing/start-checkout";
import { openSandbox, type TestSandbox } from "@/tests/support/sandbox";

export type TestStripe = TestSandbox & { client: Stripe };

/** The Stripe double for one test file, and the real SDK pointed at it as an outsider. Call it before anything reads the settings. */
export async function givenStripe(): Promise<TestStripe> {
  const sandbox = await openSandbox();
  afterAll(() => sandbox.close());
  const port = new URL(sandbox.stripe).port;
  const client = new Stripe(process.env.STRIPE_SECRET_KEY ?? "", { host: "127.0.0.1", port, protocol: "http" });
  return { ...sandbox, client };
}

const post = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });

/** The double's cards that pay once and then no more, and that leave the first payment unfinished. */
export const cards = { pays: "4242424242424242", failsLater: "4000000000000341", unfinished: "4000002500003155" };

/** Presses Pay on a Checkout page, or on an invoice's. */
export async function pay(url: string, card = cards.pays): Promise<void> {
  await post(url, { action: "pay", card_number: card });
}

/** Does what a member may do in the portal. */
export async function inPortal(
  accountId: string,
  fields: { action: "cancel" | "resume" } | { action: "change_card"; card_number: string },
) {
  await post((await openPortal(accountId)).url, fields);
}

/** Hands every event that the double has raised to the intake, as its webhooks would, and lets the worker handle all that is due. */
export async function deliverEvents({ client }: TestStripe): Promise<void> {
  for (const event of (await client.events.list({ limit: 100 })).data) {
    const object = event.data.object as { object: string; id?: string; customer?: string | null };
    const customerId = object.object === "customer" ? (object.id ?? null) : (object.customer ?? null);
    await recordStripeEvent({ id: event.id, type: event.type, createdAt: new Date(event.created * 1000), customerId });
  }
  const due = await transaction({ kind: "system", job: "test" }, (tx) => dueStripeEvents(tx, later(now(), 60 * minuteMs), 200));
  for (const id of due) await handleStripeEvent(id);
}

/** Takes an account through Checkout, with a card that pays, up to the active plan. */
export async function subscribe(stripe: TestStripe, accountId: string, card = cards.pays): Promise<void> {
  await pay((await startCheckout(accountId)).url, card);
  await deliverEvents(stripe);
}
