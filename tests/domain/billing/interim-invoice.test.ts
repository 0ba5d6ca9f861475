import { expect, test } from "vitest";
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
import { deliverEvents, givenStripe, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenAcceptances } from "@/tests/domain/support/given-acceptance";
import { givenMember } from "@/tests/support/members";

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

/** What goes wrong while the invoice in between is drawn, each at the next try. */
const faults = [
  { on: "invoices.create", fault: "rate_limited_429" },
  { on: "invoices.create", fault: "timeout_after_commit", delayMs: 100 },
  { on: "invoices.finalize", fault: "error_500_before" },
  { on: "invoices.finalize", fault: "conflict_409" },
  { on: "invoices.finalize", fault: "other_object_after_commit" },
];

test("a month of 260 units is billed in full, with one invoice in between whatever Stripe answers", { timeout: 180_000 }, async () => {
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
  for (const fault of faults) {
    await stripe.control("POST", "/__faults", { target: "stripe", ...fault });
    await drawInterimInvoice(interimId).catch(() => undefined);
  }
  await stripe.control("POST", "/__clock", { advanceDays: 1.1 });
  await Promise.all([drawInterimInvoice(interimId), drawInterimInvoice(interimId)]);
  await postDue();
  expect(await transaction(worker, (tx) => dueCharges(tx, soon(), 300))).toEqual([]);
  expect((await readBilling(accountId)).invoices[0]).toMatchObject({ status: "paid", amountPaidCents: 235 * 2_500 });

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
