import { afterAll, describe, expect, test, vi } from "vitest";
import { transaction } from "@/db/client";
import { dayMs } from "@/lib/base/clock";
import { addCharge } from "@/lib/billing/add-charge";
import { addCredit } from "@/lib/billing/add-credit";
import { drawFinalInvoice } from "@/lib/billing/final-invoice";
import { postCharge } from "@/lib/billing/post-charge";
import { readBilling } from "@/lib/billing/read-billing";
import { refundableOf } from "@/lib/billing/refundable";
import { startCheckout } from "@/lib/billing/start-checkout";
import { readMoney } from "@/lib/membership/read-money";
import { terminateMember } from "@/lib/membership/terminate-member";
import { cards, deliverEvents, givenStripe, inPortal, pay, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenAcceptance } from "@/tests/domain/support/given-acceptance";
import { dieAt } from "@/tests/support/hold-at-point";
import { givenMember, host } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));

const stripe = await givenStripe();
const database = asSuperuser();
afterAll(() => database.end());
const worker = { kind: "system", job: "test" } as const;

async function givenUnits(units: number, card?: string) {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId, card);
  for (let unit = 0; unit < units; unit++) await charge(accountId, await givenAcceptance(accountId));
  const [row] = await database<{ id: string }[]>`select customer_id as id from stripe_customers where account_id = ${accountId}`;
  return { accountId, customer: row?.id ?? "" };
}
const charge = (accountId: string, acceptanceId: string) =>
  transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));

const invoices = async (customer: string) => (await stripe.client.invoices.list({ customer })).data;
const rows = (accountId: string) =>
  database<{ id: string; state: string; total: number | null }[]>`
    select id, state, total_cents as total from final_invoices where account_id = ${accountId} order by created_at`;
const drawAll = async (accountId: string) => {
  for (const { id } of await rows(accountId)) await drawFinalInvoice(id);
};
const mails = (accountId: string) => database`select facts from outbox where account_id = ${accountId} and template = 'last-invoice'`;

test("two workers that draw one last invoice at once draw it once", async () => {
  const { accountId, customer } = await givenUnits(1);
  await terminateMember(host, accountId, "asked_on_host");
  const [row] = await rows(accountId);
  await Promise.all([drawFinalInvoice(row?.id ?? ""), drawFinalInvoice(row?.id ?? ""), drawFinalInvoice(row?.id ?? "")]);
  expect((await invoices(customer)).map(({ total }) => total)).toEqual([2_500, 1_000]);
  expect(await mails(accountId)).toHaveLength(1);
});

test("with nothing open no last invoice is drawn, and the plan ends all the same", async () => {
  const { accountId, customer } = await givenUnits(0);
  await terminateMember(host, accountId, "asked_on_host");
  await drawAll(accountId);
  expect(await invoices(customer)).toHaveLength(1);
  expect((await stripe.client.subscriptions.list({ customer })).data).toEqual([]);
  expect(await rows(accountId)).toMatchObject([{ state: "settled", total: null }]);
  const { accountId: stranger } = await givenMember();
  await terminateMember(host, stranger, "asked_on_host");
  await drawAll(stranger);
  expect(await rows(stranger)).toMatchObject([{ state: "settled", total: null }]);
});

test("a Checkout page that is open when a membership ends can no longer be paid, whatever Stripe first answers", async () => {
  const { accountId } = await givenMember();
  const { url } = await startCheckout(accountId);
  await terminateMember(host, accountId, "asked_on_host");
  await stripe.control("POST", "/__faults", { target: "stripe", on: "checkout.sessions.expire", fault: "error_500_after_commit" });
  await drawAll(accountId).catch(() => undefined);
  await drawAll(accountId);
  await pay(url);
  const [row] = await database<{ id: string }[]>`select customer_id as id from stripe_customers where account_id = ${accountId}`;
  expect((await stripe.client.subscriptions.list({ customer: row?.id ?? "", status: "all" })).data).toEqual([]);
  expect(await rows(accountId)).toMatchObject([{ state: "settled" }]);
});

test("an order that is confirmed after the plan has ended is billed by itself", async () => {
  const { accountId, customer } = await givenUnits(1);
  const late = await givenAcceptance(accountId);
  await terminateMember(host, accountId, "asked_on_host");
  await drawAll(accountId);
  await charge(accountId, late);
  await drawAll(accountId);
  await drawAll(accountId);
  expect((await invoices(customer)).map(({ total }) => total)).toEqual([2_500, 2_500, 1_000]);
});

test("a card that is declined leaves the last invoice open, and the mail says where to pay it", async () => {
  const { accountId, customer } = await givenUnits(1, cards.failsLater);
  await terminateMember(host, accountId, "asked_on_host");
  await drawAll(accountId);
  expect((await invoices(customer))[0]).toMatchObject({ total: 2_500, status: "open", attempt_count: 1 });
  expect(await mails(accountId)).toMatchObject([{ facts: { status: "open", url: expect.stringContaining("/i/") } }]);
});

describe("one last invoice, whatever fails on the way", () => {
  const points = ["final.after-plan", "final.after-post", "final.after-draw", "final.after-finalise", "final.after-pay"];
  test.each(points)("a crash at %s", async (point) => {
    const { accountId, customer } = await givenUnits(2);
    await terminateMember(host, accountId, "asked_on_host");
    dieAt(point);
    await expect(drawAll(accountId)).rejects.toThrow("killed");
    await drawAll(accountId);
    expect((await invoices(customer)).map(({ total, status }) => [total, status])).toEqual([
      [5_000, "paid"],
      [1_000, "paid"],
    ]);
    expect(await mails(accountId)).toHaveLength(1);
  });

  test.each([
    ["error_500_after_commit", "subscriptions.cancel"],
    ["error_500_after_commit", "invoices.create"],
    ["error_500_after_commit", "invoices.finalize"],
    ["error_500_after_commit", "invoices.pay"],
    ["error_500_before", "invoices.finalize"],
    ["timeout_after_commit", "invoices.pay"],
    ["conflict_409", "invoices.create"],
    ["other_object_after_commit", "invoices.create"],
    ["rate_limited_429", "subscriptions.cancel"],
  ])("%s of %s", async (fault, on) => {
    const { accountId, customer } = await givenUnits(1);
    await terminateMember(host, accountId, "asked_on_host");
    await stripe.control("POST", "/__faults", {
      target: "stripe",
      on,
      fault,
      ...(fault === "timeout_after_commit" ? { delayMs: 50 } : {}),
    });
    await drawAll(accountId).catch(() => undefined);
    await drawAll(accountId);
    expect((await invoices(customer)).map(({ total, status }) => [total, status])).toEqual([
      [2_500, "paid"],
      [1_000, "paid"],
    ]);
    expect(await rows(accountId)).toMatchObject([{ state: "settled", total: 2_500 }]);
  });
});

/** A member whose plan has ended and been billed, and whose one unit was given back after that: $25.00 of credit. */
async function givenCredit(): Promise<{ accountId: string; customer: string }> {
  const { accountId, customer } = await givenUnits(1);
  await stripe.client.subscriptions.cancel((await stripe.client.subscriptions.list({ customer })).data[0]?.id ?? "");
  await deliverEvents(stripe);
  await drawAll(accountId);
  const [unit] = await database<{ id: string }[]>`select acceptance_id as id from charges where account_id = ${accountId}`;
  await transaction(worker, (tx) => addCredit(tx, { acceptanceId: unit?.id ?? "", accountId }));
  await drawAll(accountId);
  return { accountId, customer };
}

test("what was credited beyond the last bill stays as a credit that member and staff see, and a later plan uses it up", async () => {
  const { accountId, customer } = await givenCredit();
  expect((await invoices(customer)).map(({ total, status }) => [total, status])).toEqual([
    [-2_500, "paid"],
    [2_500, "paid"],
    [1_000, "paid"],
  ]);
  expect((await readBilling(accountId)).creditCents).toBe(2_500);
  expect((await readMoney((await givenStaff("billing")).actor, accountId, "billing_question")).creditCents).toBe(2_500);
  await subscribe(stripe, accountId);
  expect((await invoices(customer))[0]).toMatchObject({ total: 1_000, amount_paid: 0, status: "paid" });
  expect((await readBilling(accountId)).creditCents).toBe(1_500);
});

// These move the double's clock, for everybody in this file: last.
test("a membership that ends while Stripe holds the renewal's draft leaves neither the draft nor its units to nobody", async () => {
  const { accountId, customer } = await givenUnits(1);
  const [charged] = await database<{ id: string }[]>`select acceptance_id as id from charges where account_id = ${accountId}`;
  await postCharge(charged?.id ?? "");
  await stripe.control("POST", "/__renewals", { held: true });
  const [subscription] = (await stripe.client.subscriptions.list({ customer })).data;
  await stripe.control("POST", "/__clock", { to: new Date((subscription?.items.data[0]?.current_period_end ?? 0) * 1_000).toISOString() });
  await stripe.control("POST", "/__renewals", { held: false });
  expect((await invoices(customer))[0]).toMatchObject({ status: "draft", total: 3_500 });
  await terminateMember(host, accountId, "asked_on_host");
  dieAt("final.after-finalise");
  await expect(drawAll(accountId)).rejects.toThrow("killed");
  await drawAll(accountId);
  await stripe.control("POST", "/__clock", { advanceSeconds: 7_200 });
  expect((await invoices(customer)).map(({ total, status }) => [total, status])).toEqual([
    [3_500, "paid"],
    [1_000, "paid"],
  ]);
  expect(await rows(accountId)).toMatchObject([{ state: "settled", total: null }]);
});

test("a last invoice of which Stripe has forgotten the key is found and not drawn again", async () => {
  const { accountId, customer } = await givenUnits(1);
  await terminateMember(host, accountId, "asked_on_host");
  await stripe.control("POST", "/__faults", { target: "stripe", on: "invoices.create", fault: "error_500_after_commit" });
  await expect(drawAll(accountId)).rejects.toThrow();
  await stripe.control("POST", "/__clock", { advanceDays: 1.1 });
  await drawAll(accountId);
  expect((await invoices(customer)).map(({ total, status }) => [total, status])).toEqual([
    [2_500, "paid"],
    [1_000, "paid"],
  ]);
});

test.each([
  [3, 8_500],
  [0, 1_000],
])("with %i accepted orders the renewal is %i cents", async (units, cents) => {
  const { accountId, customer } = await givenUnits(units);
  const due = await database<{ id: string }[]>`select acceptance_id as id from charges where account_id = ${accountId}`;
  for (const { id } of due) await postCharge(id);
  const [subscription] = (await stripe.client.subscriptions.list({ customer })).data;
  const end = (subscription?.items.data[0]?.current_period_end ?? 0) * 1_000;
  await stripe.control("POST", "/__clock", { to: new Date(end).toISOString() });
  expect((await invoices(customer))[0]).toMatchObject({ billing_reason: "subscription_cycle", total: cents, status: "paid" });
});

test("a plan that its member has cancelled bills at its end what no renewal will, once", async () => {
  const { accountId, customer } = await givenUnits(1);
  await inPortal(accountId, { action: "cancel" });
  const [subscription] = (await stripe.client.subscriptions.list({ customer })).data;
  await stripe.control("POST", "/__clock", { to: new Date((subscription?.items.data[0]?.current_period_end ?? 0) * 1_000).toISOString() });
  await deliverEvents(stripe);
  await deliverEvents(stripe);
  await drawAll(accountId);
  expect((await invoices(customer)).map(({ total, status }) => [total, status])).toEqual([
    [2_500, "paid"],
    [1_000, "paid"],
  ]);
  expect(await rows(accountId)).toMatchObject([{ state: "settled", total: 2_500 }]);
});

/** Moves the double's clock to the beginning of a month of thirty days. */
async function waitForMonthOfThirty(): Promise<void> {
  const { now: virtual } = await stripe.control<{ now: string }>("POST", "/__clock", { advanceSeconds: 0 });
  const first = new Date(virtual);
  const beginOf = (months: number) => new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months, 1));
  const next = [1, 2, 3].map(beginOf).find((at) => [3, 5, 8, 10].includes(at.getUTCMonth()));
  await stripe.control("POST", "/__clock", { to: (next ?? first).toISOString() });
}

test("a termination at day 15 of 30 bills two open units, $50.00, and leaves $5.00 of the month refundable", async () => {
  const owner = await givenStaff("owner");
  await waitForMonthOfThirty();
  const { accountId, customer } = await givenUnits(2);
  const [subscription] = (await stripe.client.subscriptions.list({ customer })).data;
  const start = (subscription?.items.data[0]?.current_period_start ?? 0) * 1_000;
  await stripe.control("POST", "/__clock", { to: new Date(start + 15 * dayMs).toISOString() });
  await terminateMember(owner.actor, accountId, "terms_broken");
  await drawAll(accountId);
  expect((await stripe.client.subscriptions.retrieve(subscription?.id ?? "")).status).toBe("canceled");
  const [last, ...earlier] = await invoices(customer);
  expect(last).toMatchObject({ total: 5_000, amount_paid: 5_000, status: "paid", billing_reason: "manual" });
  expect(earlier).toHaveLength(1);
  const left = await transaction(worker, (tx) => refundableOf(tx, accountId, new Date(start + 40 * dayMs)));
  expect(left).toMatchObject({ paidCents: 1_000, days: { unused: 15, total: 30 }, refundedCents: 0, mostCents: 500 });
  expect(await rows(accountId)).toMatchObject([{ state: "settled", total: 5_000 }]);
  const owed = await database`select stripe_invoice_id as id from charges where account_id = ${accountId}`;
  expect(owed.map(({ id }) => id)).toEqual([last?.id, last?.id]);
  expect(await mails(accountId)).toMatchObject([{ facts: { totalCents: 5_000, status: "paid", url: "" } }]);
});

test("of an open invoice that a credit covers in part, the rest is asked for", async () => {
  const { accountId } = await givenCredit();
  await subscribe(stripe, accountId, cards.failsLater);
  await stripe.control("POST", "/__clock", { advanceDays: 65 });
  await deliverEvents(stripe);
  const { invoices: read, owed } = await readBilling(accountId);
  expect(read[0]).toMatchObject({ status: "open", totalCents: 1_000, amountPaidCents: 0, remainingCents: 500 });
  expect(owed).toMatchObject({ cents: 500 });
  expect(await database`select facts from outbox where account_id = ${accountId} and template = 'payment-failed'`).toMatchObject([
    { facts: { cents: 500 } },
  ]);
});
