import { afterAll, beforeAll, expect, test } from "vitest";
import { dayMs, later, minuteMs } from "@/lib/base/clock";
import { postCharge } from "@/lib/billing/post-charge";
import { postCredit } from "@/lib/billing/post-credit";
import { repairDifference } from "@/lib/billing/repair-difference";
import { ask, chargeOf, compare, givenUnit, itemsOf, repair } from "@/tests/domain/billing/given-books";
import { deliverEvents, givenStripe } from "@/tests/domain/billing/given-stripe";
import { givenAcceptance } from "@/tests/domain/support/given-acceptance";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const stripe = await givenStripe();
const database = asSuperuser();
afterAll(() => database.end());
let billing: Someone;
beforeAll(async () => {
  billing = await givenStaff("billing");
});

/** Past all rights: what only a hand or a broken copy does. */
const change = (acceptanceId: string, to: Record<string, Date | string>) =>
  database`update acceptances set ${database(to)} where id = ${acceptanceId}`;

test("an accepted order without a charge is charged once staff ask, under the day on which it was confirmed", async () => {
  const { accountId, customer } = await givenUnit(stripe);
  const acceptanceId = await givenAcceptance(accountId);
  const confirmedAt = new Date(Date.UTC(2026, 9, 5));
  await change(acceptanceId, { confirmed_at: confirmedAt });
  const shown = { kind: "not_charged", repair: "charge", amountCents: -2_500, key: `not_charged:acceptance:${acceptanceId}` };
  expect(await repair(billing, accountId, shown)).toEqual([]);
  await postCharge(acceptanceId);
  expect(await itemsOf(stripe, customer)).toMatchObject([
    { amount: 2_500, metadata: { acceptance_id: acceptanceId }, description: expect.stringContaining("confirmed 2026-10-05") },
    {},
  ]);
  expect(await compare(accountId)).toEqual([]);
});

test("an order that did not come through us is no charge that is missing", async () => {
  const { accountId } = await givenUnit(stripe);
  await change(await givenAcceptance(accountId), { attribution: "unknown" });
  expect(await compare(accountId)).toEqual([]);
});

test("of two orders that a buyer has cancelled the one in time is credited once staff ask, the late one is not", async () => {
  const { accountId, acceptanceId, customer } = await givenUnit(stripe);
  const [row] = await database<{ begins: Date }[]>`select window_start as begins from acceptances where id = ${acceptanceId}`;
  const begins = row?.begins ?? new Date();
  await change(acceptanceId, { ended_at: later(begins, 30 * minuteMs), ended_because: "cancelled" });
  expect(await compare(accountId)).toEqual([]);
  await change(acceptanceId, { ended_at: later(begins, 30 * minuteMs - 1) });
  expect(await repair(billing, accountId, { kind: "not_credited", repair: "credit", amountCents: 2_500 })).toEqual([]);
  await postCredit(acceptanceId);
  expect((await itemsOf(stripe, customer)).map(({ amount }) => amount)).toEqual([-2_500, 2_500]);
  expect(await compare(accountId)).toEqual([]);
});

test.each(["error_500_after_commit", "timeout_after_commit"])(
  "an item whose taking back ends in %s is posted again all the same, once",
  async (fault) => {
    const { accountId, acceptanceId, customer } = await givenUnit(stripe);
    await stripe.client.invoices.create({ customer, pending_invoice_items_behavior: "include", auto_advance: false });
    await deliverEvents(stripe);
    const [found] = await compare(accountId);
    if (!found) throw new Error("no difference was found");
    expect(found).toMatchObject({ kind: "kept_item", repair: "replace_item", amountCents: -2_500 });
    await ask(billing, found);
    const delay = fault === "timeout_after_commit" ? { delayMs: 50 } : {};
    await stripe.control("POST", "/__faults", { target: "stripe", on: "invoiceitems.delete", fault, ...delay });
    await repairDifference(found.id).catch(() => undefined);
    await stripe.control("POST", "/__clock", { advanceDays: 1.1 });
    await repairDifference(found.id);
    await repairDifference(found.id);
    expect(await chargeOf(acceptanceId)).toMatchObject({ reposts: 1 });
    await postCharge(acceptanceId);
    const waiting = (await itemsOf(stripe, customer)).map(({ amount, invoice, metadata }) => [amount, invoice, metadata?.repost]);
    expect(waiting).toEqual([[2_500, null, "1"]]);
    await deliverEvents(stripe);
    expect(await compare(accountId)).toEqual([]);
  },
);

test("what is older than the books that are compared is not held against today's rules", async () => {
  const { accountId } = await givenUnit(stripe);
  await change(await givenAcceptance(accountId), { confirmed_at: later(new Date(), -401 * dayMs) });
  expect(await compare(accountId)).toEqual([]);
});
