import { assert, date, integer, nat, property } from "fast-check";
import { afterAll, describe, expect, test, vi } from "vitest";
import { transaction } from "@/db/client";
import { setRole } from "@/lib/accounts/set-role";
import { dayMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { askRefund } from "@/lib/billing/ask-refund";
import { postRefund } from "@/lib/billing/post-refund";
import { refundableOf } from "@/lib/billing/refundable";
import { unusedCents } from "@/lib/billing/unused-days";
import { deliverEvents, givenStripe, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenPaidMonth } from "@/tests/domain/support/given-paid-month";
import { dieAt } from "@/tests/support/hold-at-point";
import { givenMember, host } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));

const stripe = await givenStripe();
const database = asSuperuser();
afterAll(() => database.end());
const billing = await givenStaff("billing");

async function givenSubscriber() {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  return accountId;
}
const asked = (accountId: string, amountCents: number, id = newId()) => ({ id, accountId, amountCents, reason: "goodwill" as const });
const rows = (accountId: string) =>
  database<{ id: string; state: string; amount: number; because: string | null }[]>`
    select id, state, amount_cents as amount, refused_because as because from refunds where account_id = ${accountId} order by created_at, id`;
const customerOf = async (accountId: string) =>
  (await database<{ id: string }[]>`select customer_id as id from stripe_customers where account_id = ${accountId}`)[0]?.id ?? "";
const notes = async (accountId: string) => (await stripe.client.creditNotes.list({ customer: await customerOf(accountId) })).data;
const fault = (name: string, more = {}) =>
  stripe.control("POST", "/__faults", { target: "stripe", on: "credit_notes.create", fault: name, ...more });
const mails = (accountId: string) => database`select facts from outbox where account_id = ${accountId} and template = 'refund-made'`;

describe("what of a paid month is unused", () => {
  const month = { start: new Date("2026-11-01T09:00:00Z"), end: new Date("2026-12-01T09:00:00Z") };
  test.each([
    ["at its beginning", "2026-11-01T09:00:00Z", 1_000],
    ["before its first day is over", "2026-11-02T08:59:59Z", 1_000],
    ["after fifteen of thirty days", "2026-11-16T09:00:00Z", 500],
    ["within the sixteenth day", "2026-11-16T20:00:00Z", 500],
    ["after sixteen, a part of a cent as a whole one", "2026-11-17T09:00:00Z", 467],
    ["on its last day", "2026-12-01T08:59:59Z", 34],
    ["once it is over", "2026-12-01T09:00:00Z", 0],
  ])("%s", (_when, at, cents) => {
    expect(unusedCents(1_000, month, new Date(at))).toBe(cents);
  });

  test("never more than was paid, never less with less time used, and what is used is not given back by more than a day", () => {
    const moment = date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
    const timeUsed = nat(40 * dayMs);
    assert(
      property(moment, integer({ min: 28, max: 31 }), nat(10_000), timeUsed, timeUsed, (start, days, paid, one, other) => {
        const period = { start, end: later(start, days * dayMs) };
        const unusedAfter = (ms: number) => unusedCents(paid, period, later(start, ms));
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(unusedAfter(less)).toBeLessThanOrEqual(paid);
        expect(unusedAfter(more)).toBeLessThanOrEqual(unusedAfter(less));
        const exact = (paid * Math.max(0, days * dayMs - less)) / (days * dayMs);
        expect(unusedAfter(less)).toBeGreaterThanOrEqual(exact);
        expect(unusedAfter(less)).toBeLessThanOrEqual(exact + paid / days + 1);
      }),
    );
  });
});

test("a refund is one credit note to the card, a mail and two lines in the log, however often its form and its job come", async () => {
  const accountId = await givenSubscriber();
  const refund = asked(accountId, 400);
  await askRefund(billing.actor, refund);
  await askRefund(billing.actor, refund);
  await Promise.all([postRefund(refund.id), postRefund(refund.id)]);
  await postRefund(refund.id);
  expect(await notes(accountId)).toMatchObject([{ total: 400, refunds: [{ amount_refunded: 400 }], metadata: { refund_id: refund.id } }]);
  expect(await rows(accountId)).toMatchObject([{ state: "posted", amount: 400 }]);
  expect(await mails(accountId)).toMatchObject([{ facts: { amountCents: 400, reason: "goodwill" } }]);
  const lines = await database`select act, actor from access_lines where subject = ${accountId} and act like 'refund.%' order by id`;
  expect(lines).toMatchObject([{ act: "refund.ask", actor: `staff:${billing.accountId}` }, { act: "refund.post" }]);
  const left = await transaction({ kind: "member", accountId }, (tx) => refundableOf(tx, accountId, now()));
  expect(left).toMatchObject({ paidCents: 1_000, unusedCents: 1_000, refundedCents: 400, mostCents: 600 });
});

test("the rest can be given back, and not a cent more; of many at once each sees what the others left", async () => {
  const accountId = await givenSubscriber();
  await askRefund(billing.actor, asked(accountId, 400));
  await expect(askRefund(billing.actor, asked(accountId, 601))).rejects.toMatchObject({
    refusal: "conflict",
    facts: { reason: "too_much", mostCents: "600" },
  });
  const presses = Array.from({ length: 20 }, () => askRefund(billing.actor, asked(accountId, 200)).then(() => null));
  const answers = await Promise.all(presses.map((press) => press.catch((thrown: unknown) => thrown)));
  expect(answers.filter((answer) => answer === null)).toHaveLength(3);
  const refused = { refusal: "conflict", facts: { reason: "too_much", mostCents: "0" } };
  expect(answers.filter((answer) => answer !== null)).toMatchObject(Array.from({ length: 17 }, () => refused));
  for (const { id } of await rows(accountId)) await postRefund(id);
  expect((await notes(accountId)).map(({ total }) => total).toSorted((one, other) => one - other)).toEqual([200, 200, 200, 400]);
});

test("the table itself refuses what exceeds the rest, whatever the code in front of it says", async () => {
  const { accountId } = await givenMember();
  const { invoiceId } = await givenPaidMonth(accountId, { usedDays: 15 });
  const insert = (cents: number, unused: number) => database`
    insert into refunds (id, account_id, invoice_id, line_id, amount_cents, currency, unused_cents, reason, asked_by)
    values (${newId()}, ${accountId}, ${invoiceId}, 'il', ${cents}, 'usd', ${unused}, 'goodwill', 'host:test')`;
  await insert(300, 500);
  await expect(insert(201, 500)).rejects.toMatchObject({ constraint_name: "refunds_remainder" });
  await expect(insert(701, 5_000)).rejects.toMatchObject({ constraint_name: "refunds_remainder" });
  await insert(200, 500);
});

test("who may no longer refund when the worker comes to it has refunded nothing", async () => {
  const accountId = await givenSubscriber();
  const leaving = await givenStaff("billing");
  const refund = asked(accountId, 100);
  await askRefund(leaving.actor, refund);
  await setRole(host, leaving.accountId, null);
  await postRefund(refund.id);
  expect(await rows(accountId)).toMatchObject([{ state: "refused", because: "not_authorised" }]);
  expect(await notes(accountId)).toEqual([]);
});

test("nobody gives themselves anything back", async () => {
  await givenPaidMonth(billing.accountId);
  await expect(askRefund(billing.actor, asked(billing.accountId, 1))).rejects.toMatchObject({ facts: { reason: "own_standing" } });
});

test("what was given back at Stripe by hand is not given back again", async () => {
  const accountId = await givenSubscriber();
  const [invoice] = (await stripe.client.invoices.list({ customer: await customerOf(accountId) })).data;
  await stripe.client.creditNotes.create({ invoice: invoice?.id ?? "", amount: 700, refund_amount: 700 });
  const refund = asked(accountId, 400);
  await askRefund(billing.actor, refund);
  await postRefund(refund.id);
  expect(await rows(accountId)).toMatchObject([{ state: "refused", because: "too_much" }]);
  expect(await mails(accountId)).toEqual([]);
  const left = await transaction({ kind: "member", accountId }, (tx) => refundableOf(tx, accountId, now()));
  expect(left).toMatchObject({ refundedCents: 700, mostCents: 300 });
});

test("what Stripe itself refuses is written down as refused, and not tried again", async () => {
  const accountId = await givenSubscriber();
  const refund = asked(accountId, 400);
  await askRefund(billing.actor, refund);
  await database`update refunds set line_id = 'il_of_another' where id = ${refund.id}`;
  await postRefund(refund.id);
  expect([await rows(accountId), await notes(accountId)]).toMatchObject([[{ state: "refused", because: "stripe" }], []]);
});

test.each(["refund.before-post", "refund.after-post"])("a worker that dies at %s of a refund leaves one credit note", async (point) => {
  const accountId = await givenSubscriber();
  const refund = asked(accountId, 250);
  await askRefund(host, refund);
  dieAt(point);
  await expect(postRefund(refund.id)).rejects.toThrow("killed");
  await postRefund(refund.id);
  expect([await rows(accountId), await notes(accountId)]).toMatchObject([[{ state: "posted" }], [{ total: 250 }]]);
});

describe("whatever Stripe does while a refund is posted, one credit note is there in the end", () => {
  const faults = [
    "error_500_before",
    "error_500_after_commit",
    "conflict_409",
    "rate_limited_429",
    "timeout_after_commit",
    "other_object_after_commit",
  ];
  test.each(faults)("%s", async (name) => {
    const accountId = await givenSubscriber();
    const refund = asked(accountId, 250);
    await askRefund(host, refund);
    await fault(name, name === "timeout_after_commit" ? { delayMs: 50 } : {});
    await postRefund(refund.id).catch(() => undefined);
    await postRefund(refund.id);
    expect(await rows(accountId)).toMatchObject([{ state: "posted" }]);
    expect(await notes(accountId)).toHaveLength(1);
    await deliverEvents(stripe);
    expect(await mails(accountId)).toHaveLength(1);
  });
});
