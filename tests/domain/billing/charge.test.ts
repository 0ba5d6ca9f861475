import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { dueCharges } from "@/db/queries/charges";
import { customerOf } from "@/db/queries/stripe-customers";
import { charges } from "@/db/schema";
import { later, minuteMs, now } from "@/lib/base/clock";
import { addCharge } from "@/lib/billing/add-charge";
import { postCharge } from "@/lib/billing/post-charge";
import { readBilling } from "@/lib/billing/read-billing";
import { readReceipt } from "@/lib/billing/read-receipt";
import { deliverEvents, givenStripe, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenAcceptance } from "@/tests/domain/support/given-acceptance";
import { givenMember } from "@/tests/support/members";

const stripe = await givenStripe();
const worker = { kind: "system", job: "test" } as const;

async function givenCharge() {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const acceptanceId = await givenAcceptance(accountId);
  await transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));
  return { accountId, acceptanceId };
}

async function itemsFor(acceptanceId: string) {
  const items = await stripe.client.invoiceItems.list({ limit: 100 });
  return items.data.filter((item) => item.metadata?.acceptance_id === acceptanceId);
}

const stateOf = async (acceptanceId: string) =>
  (await transaction(worker, (tx) => tx.select().from(charges).where(eq(charges.acceptanceId, acceptanceId))))[0]?.state;

test("one acceptance is billed once, on the next invoice: $10.00 and $25.00 are $35.00", async () => {
  const { accountId, acceptanceId } = await givenCharge();
  await postCharge(acceptanceId);
  await postCharge(acceptanceId);
  expect(await itemsFor(acceptanceId)).toMatchObject([{ amount: 2_500, currency: "usd" }]);
  expect((await readBilling(accountId)).next).toMatchObject({ units: 1, totalCents: 3_500 });

  await stripe.control("POST", "/__clock", { advanceDays: 32 });
  await deliverEvents(stripe);
  const billing = await readBilling(accountId);
  expect(billing.invoices[0]).toMatchObject({ totalCents: 3_500, status: "paid" });
  expect(billing.invoices[0]?.lines.map((line) => line.acceptanceId).filter(Boolean)).toEqual([acceptanceId]);
  expect(billing.next).toMatchObject({ units: 0, totalCents: 1_000 });
  const base = billing.invoices[0]?.lines.find((line) => line.acceptanceId === null);
  expect([base?.periodStart, base?.periodEnd]).toEqual([billing.plan.periodStart?.toISOString(), billing.plan.periodEnd?.toISOString()]);
  const receipt = await readReceipt(accountId, acceptanceId);
  expect(receipt).toMatchObject({ amountCents: 2_500, platform: "field-nation", invoice: { totalCents: 3_500 } });
});

test("another member's receipt is not there, exactly as a missing one", async () => {
  const { acceptanceId } = await givenCharge();
  const stranger = await givenMember();
  expect(await readReceipt(stranger.accountId, acceptanceId)).toBeNull();
});

describe("whatever Stripe does while a charge is posted, one invoice item is there in the end", () => {
  const faults = [
    { fault: "error_500_before" },
    { fault: "error_500_bare" },
    { fault: "error_500_after_commit" },
    { fault: "error_in_200" },
    { fault: "other_object_after_commit" },
    { fault: "conflict_409" },
    { fault: "rate_limited_429" },
  ];
  test.each(faults)("$fault", async (fault) => {
    const { acceptanceId } = await givenCharge();
    await stripe.control("POST", "/__faults", { target: "stripe", on: "invoiceitems.create", ...fault });
    await expect(postCharge(acceptanceId)).rejects.toThrow();
    expect(await stateOf(acceptanceId)).toBe("due");
    await postCharge(acceptanceId);
    expect(await stateOf(acceptanceId)).toBe("posted");
    expect(await itemsFor(acceptanceId)).toHaveLength(1);
  });
});

test("an answer that is lost after Stripe did the work leaves one invoice item", async () => {
  const { acceptanceId } = await givenCharge();
  const lost = { target: "stripe", on: "invoiceitems.create", fault: "timeout_after_commit", delayMs: 100 };
  await stripe.control("POST", "/__faults", lost);
  await postCharge(acceptanceId).catch(() => postCharge(acceptanceId));
  expect(await itemsFor(acceptanceId)).toHaveLength(1);
  expect(await stateOf(acceptanceId)).toBe("posted");
});

test("a retry after Stripe has forgotten the try leaves one invoice item", async () => {
  const { acceptanceId } = await givenCharge();
  await stripe.control("POST", "/__faults", { target: "stripe", on: "invoiceitems.create", fault: "error_500_after_commit" });
  await expect(postCharge(acceptanceId)).rejects.toThrow();
  await stripe.control("POST", "/__clock", { advanceDays: 1.1 });
  await postCharge(acceptanceId);
  expect(await itemsFor(acceptanceId)).toHaveLength(1);
  expect(await stateOf(acceptanceId)).toBe("posted");
});

test("while Stripe asks to be left alone, the charge is not due", async () => {
  const { acceptanceId } = await givenCharge();
  const busy = { target: "stripe", on: "invoiceitems.create", fault: "rate_limited_429", retryAfterSeconds: 900 };
  await stripe.control("POST", "/__faults", busy);
  await expect(postCharge(acceptanceId)).rejects.toThrow();
  const dueIn = (minutes: number) => transaction(worker, (tx) => dueCharges(tx, later(now(), minutes * minuteMs), 1_000));
  expect(await dueIn(14)).not.toContain(acceptanceId);
  expect(await dueIn(16)).toContain(acceptanceId);
});

test("an item at Stripe of another amount is not taken for the charge's", async () => {
  const { accountId, acceptanceId } = await givenCharge();
  const customer = (await transaction(worker, (tx) => customerOf(tx, accountId))) ?? "";
  await stripe.client.invoiceItems.create({ customer, amount: 250, currency: "usd", metadata: { acceptance_id: acceptanceId } });
  await stripe.control("POST", "/__faults", { target: "stripe", on: "invoiceitems.create", fault: "conflict_409" });
  await expect(postCharge(acceptanceId)).rejects.toThrow();
  await expect(postCharge(acceptanceId)).rejects.toThrow("not the invoice item that was asked for");
  expect(await stateOf(acceptanceId)).toBe("due");
});

test("two workers posting one charge at once post it once", async () => {
  const { acceptanceId } = await givenCharge();
  await Promise.all([postCharge(acceptanceId), postCharge(acceptanceId), postCharge(acceptanceId)]);
  expect(await itemsFor(acceptanceId)).toHaveLength(1);
  expect(await stateOf(acceptanceId)).toBe("posted");
});
