import { afterAll, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { listOpenDifferences } from "@/db/queries/differences";
import { insertReconcileRun } from "@/db/queries/reconcile-runs";
import { customerOf } from "@/db/queries/stripe-customers";
import { reconcileRuns } from "@/db/schema";
import { now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { askRefund } from "@/lib/billing/ask-refund";
import { handleStripeEvent } from "@/lib/billing/handle-stripe-event";
import { planOf } from "@/lib/billing/plan";
import { postRefund } from "@/lib/billing/post-refund";
import { readBilling } from "@/lib/billing/read-billing";
import { reconcile } from "@/lib/billing/reconcile";
import { recordStripeEvent } from "@/lib/billing/record-stripe-event";
import { refundableOf } from "@/lib/billing/refundable";
import { sweepCustomers } from "@/lib/billing/sweep-customers";
import { deliverEvents, givenStripe, inPortal, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenMember, host } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

/** What somebody does in Stripe's dashboard, past Checkout and past us. */
const stripe = await givenStripe();
const database = asSuperuser();
afterAll(() => database.end());
const worker = { kind: "system", job: "test" } as const;

async function givenSubscriber() {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const customer = (await transaction(worker, (tx) => customerOf(tx, accountId))) ?? "";
  const [plan] = (await stripe.client.subscriptions.list({ customer })).data;
  const [invoice] = (await stripe.client.invoices.list({ customer, expand: ["data.payments"] })).data;
  if (!plan || !invoice) throw new Error("no subscription");
  return { accountId, customer, plan, invoice };
}
const planNow = (accountId: string) => transaction(worker, (tx) => planOf(tx, accountId));
const refundableNow = (accountId: string) => transaction(worker, (tx) => refundableOf(tx, accountId, now()));

/** Compares everybody, to the end, and returns what is open about an account. */
async function compare(accountId: string) {
  const runId = (await transaction(worker, (tx) => insertReconcileRun(tx, "system:test", now()))) ?? "";
  const runs = () => transaction(worker, (tx) => tx.select().from(reconcileRuns));
  while ((await runs()).some(({ id, finishedAt }) => id === runId && finishedAt === null)) await reconcile(runId);
  const open = await transaction(worker, (tx) => listOpenDifferences(tx, 100));
  return open.map(({ difference }) => difference).filter((it) => it.accountId === accountId);
}

/** Sends a part of an invoice's payment back, as the dashboard does on the payment's page: no credit note, and the invoice says nothing of it. */
async function refundPayment({ payments }: Awaited<ReturnType<typeof givenSubscriber>>["invoice"], amount: number) {
  await stripe.client.refunds.create({ payment_intent: String(payments?.data[0]?.payment.payment_intent), amount });
}

test("a refund of the payment itself counts as given back: the preview says so, and no more than the rest can be given", async () => {
  const { accountId, invoice } = await givenSubscriber();
  await refundPayment(invoice, 400);
  await deliverEvents(stripe);
  expect(await refundableNow(accountId)).toMatchObject({ unusedCents: 1_000, refundedCents: 400, mostCents: 600 });
  const ask = (amountCents: number, id = newId()) => askRefund(host, { id, accountId, amountCents, reason: "goodwill" });
  await expect(ask(601)).rejects.toMatchObject({ facts: { reason: "too_much", mostCents: "600" } });
  const id = newId();
  await ask(600, id);
  await postRefund(id);
  expect(await refundableNow(accountId)).toMatchObject({ refundedCents: 1_000, mostCents: 0 });
  expect(await compare(accountId)).toMatchObject([
    { key: `refund_differs:${invoice.id}`, repair: "look", amountCents: 400, theirs: expect.stringContaining("without a credit note") },
  ]);
});

test("a refund that staff asked for, and that somebody has made in the dashboard meanwhile, is not made a second time", async () => {
  const { accountId, invoice } = await givenSubscriber();
  const id = newId();
  await askRefund(host, { id, accountId, amountCents: 700, reason: "goodwill" });
  await refundPayment(invoice, 700);
  await postRefund(id);
  expect(await database`select state, refused_because as because from refunds where id = ${id}`).toMatchObject([
    { state: "refused", because: "too_much" },
  ]);
  expect(await refundableNow(accountId)).toMatchObject({ refundedCents: 700, mostCents: 300 });
});

test("a plan whose price or number was changed at Stripe is shown, with what it costs there", async () => {
  const { accountId, plan } = await givenSubscriber();
  const [item] = plan.items.data;
  const dear = await stripe.client.prices.create({
    currency: "usd",
    product: String(item?.price.product),
    unit_amount: 1_200,
    recurring: { interval: "month" },
  });
  const change = (to: { price?: string; quantity?: number }) =>
    stripe.client.subscriptions.update(plan.id, { items: [{ id: item?.id ?? "", ...to }], proration_behavior: "none" });
  const differs = { key: `plan_differs:${plan.id}`, ours: "1 × $10.00 a month", repair: "look" };
  await change({ price: dear.id });
  await deliverEvents(stripe);
  expect(await compare(accountId)).toMatchObject([{ ...differs, theirs: "1 × $12.00 a month", amountCents: 200 }]);
  await change({ price: item?.price.id ?? "", quantity: 2 });
  expect(await compare(accountId)).toMatchObject([{ ...differs, theirs: "2 × $10.00 a month", amountCents: 1_000 }]);
  await change({ quantity: 1 });
  expect(await compare(accountId)).toEqual([]);
});

test("of two plans the one that is paid counts, whichever is newer, and the second is shown to staff", async () => {
  const { accountId, customer, plan } = await givenSubscriber();
  const second = await stripe.client.subscriptions.create({
    customer,
    items: [{ price: plan.items.data[0]?.price.id ?? "" }],
    default_payment_method: String(plan.default_payment_method),
  });
  await deliverEvents(stripe);
  expect(await compare(accountId)).toMatchObject([{ key: `second_plan:${second.id}`, repair: "look", amountCents: 1_000 }]);
  await stripe.client.subscriptions.cancel(second.id);
  await deliverEvents(stripe);
  expect(await planNow(accountId)).toMatchObject({ standing: "active", status: "active" });
  expect(await compare(accountId)).toEqual([]);
});

test("metadata that is no id of ours holds no reading up", async () => {
  const { accountId, customer } = await givenSubscriber();
  await stripe.client.invoiceItems.create({ customer, amount: 100, currency: "usd", metadata: { acceptance_id: "see mail of 3 May" } });
  const invoice = await stripe.client.invoices.create({ customer, pending_invoice_items_behavior: "include", auto_advance: false });
  await deliverEvents(stripe);
  const read = (await readBilling(accountId)).invoices.find(({ id }) => id === invoice.id);
  expect(read?.lines).toMatchObject([{ amountCents: 100, acceptanceId: null }]);
});

test("a credit that is paid out, or given, in Stripe's dashboard is what the pages say is left", async () => {
  const { accountId, customer } = await givenSubscriber();
  for (const cents of [700, 0]) {
    await stripe.client.customers.update(customer, { balance: -cents });
    await deliverEvents(stripe);
    expect((await readBilling(accountId)).creditCents).toBe(cents);
  }
});

test("Stripe is given the address that a member has now, so that its receipts go nowhere else", async () => {
  const { accountId, customer } = await givenSubscriber();
  const email = `${newId()}@example.org`;
  await database`update accounts set email = ${email} where id = ${accountId}`;
  await sweepCustomers(null, 100);
  expect(await stripe.client.customers.retrieve(customer)).toMatchObject({ email });
});

test.each(["payment_method.automatically_updated", "customer.updated"])(
  "a card that changes with no word on the plan is seen by %s",
  async (type) => {
    const { accountId, customer } = await givenSubscriber();
    await inPortal(accountId, { action: "change_card", card_number: "5555555555554444" });
    const id = `evt_${newId().replaceAll("-", "")}`;
    await recordStripeEvent({ id, type, createdAt: now(), customerId: customer });
    await handleStripeEvent(id);
    expect((await readBilling(accountId)).card).toMatchObject({ brand: "mastercard", last4: "4444" });
  },
);
