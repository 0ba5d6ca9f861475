import { expect, test, vi } from "vitest";
import { transaction } from "@/db/client";
import { dueCharges } from "@/db/queries/charges";
import { dueInterimInvoices, insertInterimInvoice } from "@/db/queries/interim-invoices";
import { customerOf } from "@/db/queries/stripe-customers";
import { charges } from "@/db/schema";
import { hourMs, later, now } from "@/lib/base/clock";
import { drawInterimInvoice } from "@/lib/billing/draw-interim-invoice";
import { postCharge } from "@/lib/billing/post-charge";
import { readBilling } from "@/lib/billing/read-billing";
import { hasInterimInvoice } from "@/lib/billing/read-interim";
import { interimFromUnits } from "@/lib/terms/prices";
import { deliverEvents, givenStripe, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenAcceptances } from "@/tests/domain/support/given-acceptance";
import { dieAt, held } from "@/tests/support/hold-at-point";
import { givenMember } from "@/tests/support/members";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));

const stripe = await givenStripe();
const worker = { kind: "system", job: "test" } as const;
const soon = () => later(now(), 2 * hourMs);

async function givenSubscriber() {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const customer = (await transaction(worker, (tx) => customerOf(tx, accountId))) ?? "";
  return { accountId, customer };
}

const invoicesOf = async (customer: string) => (await stripe.client.invoices.list({ customer, limit: 100 })).data;

test("a month of 260 units is billed in full, with one invoice in between, also when two workers draw it", {
  timeout: 180_000,
}, async () => {
  const { accountId, customer } = await givenSubscriber();
  const acceptanceIds = await givenAcceptances(accountId, 260);
  const unit = { accountId, amountCents: 2_500, currency: "usd", description: "One unit", nextAttemptAt: now() };
  await transaction(worker, (tx) => tx.insert(charges).values(acceptanceIds.map((acceptanceId) => ({ acceptanceId, ...unit }))));
  const postDue = async () => {
    for (const id of await transaction(worker, (tx) => dueCharges(tx, soon(), 300))) await postCharge(id);
  };
  await postDue();
  expect((await transaction(worker, (tx) => dueCharges(tx, soon(), 300))).length).toBeGreaterThan(10);

  const [interimId = ""] = await transaction(worker, (tx) => dueInterimInvoices(tx, soon(), 10));
  await Promise.all([drawInterimInvoice(interimId), drawInterimInvoice(interimId)]);
  await postDue();
  expect(await transaction(worker, (tx) => dueCharges(tx, soon(), 300))).toEqual([]);
  expect((await readBilling(accountId)).invoices[0]).toMatchObject({ status: "paid", amountPaidCents: 235 * 2_500 });

  expect((await readBilling(accountId)).invoices[0]?.lines).toHaveLength(235);
  expect((await invoicesOf(customer))[0]?.lines).toMatchObject({ has_more: true, data: { length: 10 } });
  expect(await hasInterimInvoice(accountId, later(now(), -hourMs))).toBe(true);

  await stripe.control("POST", "/__clock", { advanceDays: 32 });
  await deliverEvents(stripe);
  const drawn = await invoicesOf(customer);
  expect(drawn.map(({ status, total }) => [status, total])).toEqual([
    ["paid", 25 * 2_500 + 1_000],
    ["paid", 235 * 2_500],
    ["paid", 1_000],
  ]);
});

test("when little waits at Stripe after all, no invoice is drawn", async () => {
  const { accountId, customer } = await givenSubscriber();
  const id = (await transaction(worker, (tx) => insertInterimInvoice(tx, accountId, now()))) ?? "";
  await drawInterimInvoice(id);
  expect(await hasInterimInvoice(accountId, later(now(), -hourMs))).toBe(false);
  expect(await invoicesOf(customer)).toHaveLength(1);
  expect(await transaction(worker, (tx) => dueInterimInvoices(tx, soon(), 10))).not.toContain(id);
});

/** What goes wrong while an invoice in between is drawn. */
const failures: [string, () => Promise<unknown>][] = [
  ...["invoices.create", "invoices.finalize"].flatMap((on) =>
    [
      "error_500_before",
      "error_500_after_commit",
      "other_object_after_commit",
      "timeout_after_commit",
      "conflict_409",
      "rate_limited_429",
    ].map((fault): [string, () => Promise<unknown>] => [
      `${fault} of ${on}`,
      () => stripe.control("POST", "/__faults", { target: "stripe", on, fault, delayMs: 50, retryAfterSeconds: 0 }),
    ]),
  ),
  ...["interim.after-draw", "interim.after-finalise"].map((point): [string, () => Promise<unknown>] => [
    `a crash at ${point}`,
    async () => dieAt(point),
  ]),
];

test("whatever fails while an invoice in between is drawn, there is one", { timeout: 180_000 }, async () => {
  const { accountId, customer } = await givenSubscriber();
  for (const [failure, fail] of failures) {
    const before = (await invoicesOf(customer)).length;
    for (let some = 0; some < interimFromUnits; some += 20) {
      const item = { customer, amount: 2_500, currency: "usd" };
      await Promise.all(Array.from({ length: 20 }, () => stripe.client.invoiceItems.create(item)));
    }
    const id = (await transaction(worker, (tx) => insertInterimInvoice(tx, accountId, now()))) ?? "";
    await fail();
    // The SDK's own second try hides some; none is left waiting.
    await drawInterimInvoice(id).catch(() => undefined);
    expect([failure, await stripe.control("GET", "/__faults"), held.meanwhile]).toEqual([failure, { faults: [] }, null]);
    // Past the day in which Stripe's idempotency keys would hide a second one.
    await stripe.control("POST", "/__clock", { advanceDays: 1.1 });
    await drawInterimInvoice(id);
    const after = await invoicesOf(customer);
    const drawn = after.find(({ billing_reason: reason }) => reason === "manual");
    expect([failure, after.length - before, drawn?.total]).toEqual([failure, 1, interimFromUnits * 2_500]);
  }
});
