import { eq } from "drizzle-orm";
import Stripe from "stripe";
import { expect, test } from "vitest";
import { POST } from "@/app/api/stripe/webhook/route";
import { transaction } from "@/db/client";
import { dueStripeEvents } from "@/db/queries/stripe-events";
import { stripeEvents } from "@/db/schema";
import { later, minuteMs, now } from "@/lib/base/clock";
import { handleStripeEvent } from "@/lib/billing/handle-stripe-event";
import { planOf } from "@/lib/billing/plan";
import { startCheckout } from "@/lib/billing/start-checkout";
import { givenStripe, pay } from "@/tests/domain/billing/given-stripe";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenMember } from "@/tests/support/members";

const stripe = await givenStripe();
const worker = { kind: "system", job: "test" } as const;
process.env.LINK_PUBLIC_KEY ??= process.env.ROW_PUBLIC_KEY;
process.env.VAULT_PUBLIC_KEY ??= process.env.ROW_PUBLIC_KEY;

/** Delivers an event as Stripe does. */
async function deliver(event: object): Promise<{ status: number; outcome?: string }> {
  const payload = JSON.stringify(event);
  const secret = process.env.STRIPE_WEBHOOK_SECRETS?.split(",")[0] ?? "";
  const headers = { "stripe-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret }) };
  const request = new Request("http://localhost/api/stripe/webhook", { method: "POST", body: payload, headers });
  const answer = await POST(request, { params: Promise.resolve({}) });
  return { status: answer.status, ...((await answer.json()) as { outcome?: string }) };
}

const eventOf = (id: string, type: string) => ({
  id,
  type,
  created: 1_780_000_000,
  livemode: false,
  data: { object: { object: "invoice", id: "in_1", customer: "cus_nobody" } },
});

async function handleAll() {
  for (const id of await transaction(worker, (tx) => dueStripeEvents(tx, later(now(), 60 * minuteMs), 200))) await handleStripeEvent(id);
}
const outcomeOf = async (id: string) =>
  (await transaction(worker, (tx) => tx.select().from(stripeEvents).where(eq(stripeEvents.id, id)))).map(({ outcome }) => outcome);

test("an event that is delivered twice is one, and a type that nobody knows is recorded and answered all the same", async () => {
  expect(await deliver(eventOf("evt_twice", "invoice.paid"))).toMatchObject({ status: 200, outcome: "recorded" });
  expect(await deliver(eventOf("evt_twice", "invoice.paid"))).toMatchObject({ status: 200, outcome: "known" });
  expect(await deliver(eventOf("evt_new", "treasury.moon_landed"))).toMatchObject({ status: 200, outcome: "recorded" });
  await handleAll();
  expect(await outcomeOf("evt_twice")).toEqual(["nobody's here"]);
  expect(await outcomeOf("evt_new")).toEqual(["not needed"]);
});

test("while the database is away the answer is 500, and what Stripe then delivers again is recorded", async () => {
  expectComplaints("webhook failed");
  const url = process.env.WEB_DATABASE_URL ?? "";
  process.env.WEB_DATABASE_URL = "postgres://nobody@127.0.0.1:1/nothing";
  expect(await deliver(eventOf("evt_again", "invoice.paid"))).toMatchObject({ status: 500 });
  process.env.WEB_DATABASE_URL = url;
  expect(await deliver(eventOf("evt_again", "invoice.paid"))).toMatchObject({ status: 200, outcome: "recorded" });
});

test("events that come late, twice and in the wrong order end in what Stripe says now", async () => {
  const { accountId } = await givenMember();
  await pay((await startCheckout(accountId)).url);
  const events = (await stripe.client.events.list({ limit: 100 })).data;
  for (const event of [...events, ...events.toReversed()]) {
    expect((await deliver(event)).status).toBe(200);
    await handleAll();
  }
  expect(await transaction(worker, (tx) => planOf(tx, accountId))).toMatchObject({ active: true, status: "active" });
});
