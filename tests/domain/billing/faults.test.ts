import Stripe from "stripe";
import { expect, test, vi } from "vitest";
import { transaction } from "@/db/client";
import { customerOf } from "@/db/queries/stripe-customers";
import { addCharge } from "@/lib/billing/add-charge";
import { addCredit } from "@/lib/billing/add-credit";
import { comparePrices } from "@/lib/billing/check-prices";
import { openPortal } from "@/lib/billing/open-portal";
import { planOf } from "@/lib/billing/plan";
import { postCharge } from "@/lib/billing/post-charge";
import { postCredit } from "@/lib/billing/post-credit";
import { settleAccount } from "@/lib/billing/settle-account";
import { startCheckout } from "@/lib/billing/start-checkout";
import { syncCustomer } from "@/lib/billing/sync-customer";
import { stripeFaults } from "@/scripts/prove/fault-names";
import { givenStripe, pay, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenAcceptance } from "@/tests/domain/support/given-acceptance";
import { dieAt } from "@/tests/support/hold-at-point";
import { expectComplaints, logLines } from "@/tests/support/log-watch";
import { givenMember } from "@/tests/support/members";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));

const stripe = await givenStripe();
const worker = { kind: "system", job: "test" } as const;

type FaultName = (typeof stripeFaults)[number];

/** Has one call fail once, does the work until it is done, and says in how many tries. */
async function despite(fault: FaultName, on: string, work: () => Promise<unknown>): Promise<number> {
  await stripe.control("POST", "/__faults", { target: "stripe", on, fault, delayMs: 50 });
  for (let tries = 1; ; tries += 1) {
    const failed = await work().then(
      () => false,
      () => true,
    );
    if (!failed) return tries;
    expect(tries).toBeLessThan(3);
  }
}

const customerOfAccount = async (accountId: string) => (await transaction(worker, (tx) => customerOf(tx, accountId))) ?? "";
/** A refused call is told in the log where a person had asked for it, unless the SDK's own second try hid it. */
const mayComplain = () => {
  if (logLines().some(({ event }) => event === "stripe refused a call")) expectComplaints("stripe refused a call");
};

/** Stripe answers a key as it first did, for a day. Its own failures are got past before; an answer about another thing is not. */
async function orADayLater(fault: FaultName, work: () => Promise<unknown>): Promise<void> {
  expect(fault).toBe("other_object_after_commit");
  await stripe.control("POST", "/__clock", { advanceDays: 1.1 });
  await work();
}

test.each(stripeFaults)("%s of Checkout: pressed again, it leads to one page that buys one plan", async (fault) => {
  const { accountId } = await givenMember();
  let url = "";
  const press = async () => {
    url = (await startCheckout(accountId)).url;
  };
  await despite(fault, "checkout.sessions.create", press).catch(() => orADayLater(fault, press));
  await pay(url);
  mayComplain();
  const { data } = await stripe.client.subscriptions.list({ customer: await customerOfAccount(accountId), status: "all" });
  expect(data).toHaveLength(1);
});

test.each(stripeFaults)("%s while Stripe makes a customer: pressed again, the page sells one plan to one customer", async (fault) => {
  const { accountId } = await givenMember();
  let url = "";
  const press = async () => {
    url = (await startCheckout(accountId)).url;
  };
  await despite(fault, "customers.create", press).catch(() => orADayLater(fault, press));
  await pay(url);
  mayComplain();
  const { data } = await stripe.client.subscriptions.list({ customer: await customerOfAccount(accountId), status: "all" });
  expect(data).toHaveLength(1);
});

test.each(stripeFaults)("%s of the portal: pressed again, it opens", async (fault) => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  let url = "";
  await despite(fault, "billing_portal.sessions.create", async () => {
    url = (await openPortal(accountId)).url;
  });
  expect((await fetch(url)).status).toBe(200);
  mayComplain();
});

test("whatever Stripe does while a credit is posted, one item is there in the end", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const customer = await customerOfAccount(accountId);
  for (const fault of stripeFaults) {
    const acceptanceId = await givenAcceptance(accountId);
    await transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));
    await postCharge(acceptanceId);
    await transaction(worker, (tx) => addCredit(tx, { acceptanceId, accountId }));
    await despite(fault, "invoiceitems.create", () => postCredit(acceptanceId));
    const items = (await stripe.client.invoiceItems.list({ customer, limit: 100 })).data;
    expect([fault, items.filter(({ metadata }) => metadata?.credit_of === acceptanceId).map(({ amount }) => amount)]).toEqual([
      fault,
      [-2_500],
    ]);
  }
});

test("a credit that two workers post at once, or again after Stripe has forgotten the key, is one item", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const customer = await customerOfAccount(accountId);
  const [first = "", second = ""] = [await givenAcceptance(accountId), await givenAcceptance(accountId)];
  for (const acceptanceId of [first, second]) {
    await transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));
    await postCharge(acceptanceId);
    await transaction(worker, (tx) => addCredit(tx, { acceptanceId, accountId }));
  }
  await Promise.all([postCredit(first), postCredit(first), postCredit(first)]);
  await stripe.control("POST", "/__faults", { target: "stripe", on: "invoiceitems.create", fault: "error_500_after_commit" });
  await expect(postCredit(second)).rejects.toThrow();
  await stripe.control("POST", "/__clock", { advanceDays: 1.1 });
  await postCredit(second);
  const items = (await stripe.client.invoiceItems.list({ customer, limit: 100 })).data;
  expect(
    items
      .map(({ metadata }) => metadata?.credit_of)
      .filter((of) => of !== undefined)
      .toSorted(),
  ).toEqual([first, second].toSorted());
});

test("a worker that dies when Stripe has taken a credit leaves one item", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const acceptanceId = await givenAcceptance(accountId);
  await transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));
  await postCharge(acceptanceId);
  await transaction(worker, (tx) => addCredit(tx, { acceptanceId, accountId }));
  dieAt("credit.after-post");
  await expect(postCredit(acceptanceId)).rejects.toThrow("killed");
  await stripe.control("POST", "/__clock", { advanceDays: 1.1 });
  await postCredit(acceptanceId);
  const items = (await stripe.client.invoiceItems.list({ customer: await customerOfAccount(accountId), limit: 100 })).data;
  expect(items.filter(({ metadata }) => metadata?.credit_of === acceptanceId).map(({ amount }) => amount)).toEqual([-2_500]);
});

test("whatever Stripe does while a customer is read, all of it is written or nothing", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const customer = await customerOfAccount(accountId);
  for (const on of ["subscriptions.list", "invoices.list"]) {
    for (const fault of stripeFaults) await despite(fault, on, () => syncCustomer(accountId, customer));
    expect(await transaction(worker, (tx) => planOf(tx, accountId))).toMatchObject({ active: true });
  }
});

test("an answer that is another thing than was read is an error of its own kind, and no price is believed of it", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const customer = await customerOfAccount(accountId);
  for (const [on, read] of [
    ["subscriptions.list", () => syncCustomer(accountId, customer)],
    ["invoices.list", () => syncCustomer(accountId, customer)],
    ["prices.retrieve", () => comparePrices()],
  ] as const) {
    await stripe.control("POST", "/__faults", { target: "stripe", on, fault: "other_object_after_commit" });
    await expect(read(), on).rejects.toBeInstanceOf(Stripe.errors.StripeAPIError);
  }
});

test.each(stripeFaults)("%s of a cancellation: tried again, the plan has ended once", async (fault) => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  await despite(fault, "subscriptions.cancel", () => settleAccount(accountId));
  mayComplain();
  expect(await transaction(worker, (tx) => planOf(tx, accountId))).toMatchObject({ active: false, status: "canceled" });
});
