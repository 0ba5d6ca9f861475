import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { dueFinalInvoicesOf } from "@/db/queries/final-invoices";
import { charges, invoices, outbox } from "@/db/schema";
import { dayMs, later, now } from "@/lib/base/clock";
import { drawFinalInvoice } from "@/lib/billing/final-invoice";
import { postCharge } from "@/lib/billing/post-charge";
import { readBilling } from "@/lib/billing/read-billing";
import { repairDifference } from "@/lib/billing/repair-difference";
import { syncCustomer } from "@/lib/billing/sync-customer";
import { ask, chargeOf, compare, givenUnit, itemsOf, repair, worker } from "@/tests/domain/billing/given-books";
import { deliverEvents, givenStripe } from "@/tests/domain/billing/given-stripe";
import { givenStaff, type Someone } from "@/tests/support/staff";

const stripe = await givenStripe();
let billing: Someone;
beforeAll(async () => {
  billing = await givenStaff("billing");
});

test("books that agree have no difference, before and after the renewal", async () => {
  const { accountId } = await givenUnit(stripe);
  expect(await compare(accountId)).toEqual([]);
  await stripe.control("POST", "/__clock", { advanceDays: 32 });
  await deliverEvents(stripe);
  expect(await compare(accountId)).toEqual([]);
});

test("invoices from before the months that are compared are no difference", async () => {
  const { accountId } = await givenUnit(stripe);
  const old = {
    id: `in_old_${accountId}`,
    accountId,
    number: "A-1",
    status: "paid",
    totalCents: 1_000,
    amountPaidCents: 1_000,
    currency: "usd",
    lines: [],
    issuedAt: later(now(), -401 * dayMs),
    readAt: now(),
  };
  await transaction(worker, (tx) => tx.insert(invoices).values(old));
  expect(await compare(accountId)).toEqual([]);
});

test("a charge whose item is gone at Stripe is posted again once staff ask for it, and not before", async () => {
  const { accountId, acceptanceId, customer, itemId } = await givenUnit(stripe);
  await stripe.client.invoiceItems.del(itemId);
  const [found] = await compare(accountId);
  expect(found).toMatchObject({ kind: "no_item", repair: "post_again", amountCents: -2_500 });
  expect(await chargeOf(acceptanceId)).toMatchObject({ state: "posted" });
  if (found) await ask(billing, found);
  await repairDifference(found?.id ?? "");
  await postCharge(acceptanceId);
  expect(await itemsOf(stripe, customer)).toMatchObject([{ amount: 2_500, metadata: { acceptance_id: acceptanceId, repost: "1" } }]);
  expect(await compare(accountId)).toEqual([]);
});

test("an item that somebody made by hand is taken back", async () => {
  const { accountId, customer, itemId } = await givenUnit(stripe);
  const made = await stripe.client.invoiceItems.create({ customer, amount: 700, currency: "usd" });
  expect(
    await repair(billing, accountId, {
      kind: "item_of_nothing",
      repair: "delete_item",
      amountCents: 700,
      key: `item_of_nothing:${made.id}`,
    }),
  ).toEqual([]);
  expect((await itemsOf(stripe, customer)).map(({ id }) => id)).toEqual([itemId]);
});

test("of two items for one acceptance the second is given back when both are billed, once", async () => {
  const { accountId, acceptanceId, customer } = await givenUnit(stripe);
  await stripe.client.invoiceItems.create({ customer, amount: 2_500, currency: "usd", metadata: { acceptance_id: acceptanceId } });
  await stripe.control("POST", "/__clock", { advanceDays: 32 });
  await deliverEvents(stripe);
  expect(await repair(billing, accountId, { kind: "two_items", repair: "credit_item", amountCents: 2_500 })).toEqual([]);
  expect((await itemsOf(stripe, customer)).map(({ amount }) => amount).toSorted((one, other) => one - other)).toEqual([
    -2_500, 2_500, 2_500,
  ]);
});

test("what a repair gives back after the plan has ended is drawn at once, because no renewal will", async () => {
  const { accountId, acceptanceId, customer } = await givenUnit(stripe);
  await stripe.client.invoiceItems.create({ customer, amount: 2_500, currency: "usd", metadata: { acceptance_id: acceptanceId } });
  await stripe.client.subscriptions.cancel((await stripe.client.subscriptions.list({ customer })).data[0]?.id ?? "");
  await deliverEvents(stripe);
  const drawDue = async () => {
    for (const id of await transaction(worker, (tx) => dueFinalInvoicesOf(tx, accountId))) await drawFinalInvoice(id);
  };
  await drawDue();
  expect(await repair(billing, accountId, { kind: "two_items", repair: "credit_item", amountCents: 2_500 })).toEqual([]);
  await drawDue();
  expect((await stripe.client.invoices.list({ customer })).data.map(({ total }) => total)).toEqual([-2_500, 5_000, 1_000]);
});

test("an item of another amount that is billed is corrected by the difference", async () => {
  const { accountId, acceptanceId, customer } = await givenUnit(stripe);
  await stripe.control("POST", "/__clock", { advanceDays: 32 });
  await deliverEvents(stripe);
  await transaction(worker, (tx) => tx.update(charges).set({ amountCents: 2_400 }).where(eq(charges.acceptanceId, acceptanceId)));
  expect(await repair(billing, accountId, { kind: "wrong_amount", repair: "credit_item", amountCents: 100 })).toEqual([]);
  expect((await itemsOf(stripe, customer)).map(({ amount }) => amount)).toEqual([-100, 2_500]);
});

test("an item on a void invoice is posted again under a name of its own", async () => {
  const { accountId, acceptanceId, customer } = await givenUnit(stripe);
  const invoice = await stripe.client.invoices.create({ customer, pending_invoice_items_behavior: "include", auto_advance: false });
  await stripe.client.invoices.finalizeInvoice(invoice.id, { auto_advance: false });
  await stripe.client.invoices.voidInvoice(invoice.id);
  await deliverEvents(stripe);
  const after = await repair(billing, accountId, { kind: "voided_item", repair: "post_again" });
  expect(after).toEqual([]);
  await postCharge(acceptanceId);
  expect((await itemsOf(stripe, customer)).filter(({ invoice: on }) => on === null)).toMatchObject([{ metadata: { repost: "1" } }]);
  expect(await compare(accountId)).toEqual([]);
  // Reading the void invoice once more does not put the unit back on it.
  await syncCustomer(accountId, customer);
  expect((await readBilling(accountId)).units).toMatchObject([{ acceptanceId, stripeInvoiceId: null }]);
});

test("a subscription that ended without a word is read anew", async () => {
  const { accountId, customer } = await givenUnit(stripe);
  const [subscription] = (await stripe.client.subscriptions.list({ customer })).data;
  await stripe.client.subscriptions.cancel(subscription?.id ?? "");
  expect(await repair(billing, accountId, { kind: "subscription_differs", repair: "read_anew" })).toEqual([]);
});

test("a credit note that somebody made by hand is shown, and left to them", async () => {
  const { accountId, customer } = await givenUnit(stripe);
  const [invoice] = (await stripe.client.invoices.list({ customer })).data;
  const note = await stripe.client.creditNotes.create({ invoice: invoice?.id ?? "", amount: 300, refund_amount: 300 });
  await deliverEvents(stripe);
  expect(await compare(accountId)).toMatchObject([{ key: `refund_differs:${note.id}`, repair: "look", amountCents: 300 }]);
});

test("a customer at Stripe that names an account is shown, and believed in nothing", async () => {
  const { accountId } = await givenUnit(stripe);
  const stranger = await stripe.client.customers.create({ metadata: { account_id: accountId } });
  expect(await compare(accountId)).toMatchObject([{ kind: "unknown_customer", key: `unknown_customer:${stranger.id}`, repair: "look" }]);
});

test("what was mended meanwhile is only settled, and what is another by now is shown anew", async () => {
  const { accountId, customer } = await givenUnit(stripe);
  const made = await stripe.client.invoiceItems.create({ customer, amount: 700, currency: "usd" });
  const [found] = await compare(accountId);
  if (!found) throw new Error("no difference was found");
  await ask(billing, found);
  await expect(ask(billing, found)).rejects.toMatchObject({ facts: { reason: "other_by_now" } });
  const invoice = await stripe.client.invoices.create({ customer, pending_invoice_items_behavior: "include", auto_advance: false });
  await stripe.client.invoices.finalizeInvoice(invoice.id, { auto_advance: false });
  await repairDifference(found.id);
  const shown = (await compare(accountId)).find(({ id }) => id === found.id);
  expect(shown).toMatchObject({ repair: "credit_item", repairNextAt: null, theirs: expect.stringContaining(invoice.id) });
  expect((await itemsOf(stripe, customer)).map(({ id }) => id)).toContain(made.id);
});

test("a repair whose answer is lost is done once", async () => {
  const { accountId, customer } = await givenUnit(stripe);
  await stripe.client.invoiceItems.create({ customer, amount: 700, currency: "usd" });
  await stripe.control("POST", "/__clock", { advanceDays: 32 });
  await deliverEvents(stripe);
  const [found] = await compare(accountId);
  if (!found) throw new Error("no difference was found");
  await ask(billing, found);
  await stripe.control("POST", "/__faults", { target: "stripe", on: "invoiceitems.create", fault: "error_500_after_commit" });
  await expect(repairDifference(found.id)).rejects.toThrow();
  await stripe.control("POST", "/__clock", { advanceDays: 1.1 });
  await repairDifference(found.id);
  await repairDifference(found.id);
  expect((await itemsOf(stripe, customer)).filter(({ amount }) => amount === -700)).toHaveLength(1);
  expect(await compare(accountId)).toEqual([]);
});

test("billing staff get one mail about a difference, however often it is found", async () => {
  const { accountId, itemId } = await givenUnit(stripe);
  const mails = () =>
    transaction(worker, (tx) =>
      tx
        .select()
        .from(outbox)
        .where(and(eq(outbox.template, "books-differ"), eq(outbox.accountId, billing.accountId))),
    );
  const before = (await mails()).length;
  await stripe.client.invoiceItems.del(itemId);
  await compare(accountId);
  await compare(accountId);
  expect((await mails()).length - before).toBe(1);
});
