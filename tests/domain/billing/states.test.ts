import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { customerOf } from "@/db/queries/stripe-customers";
import { dayMs, later } from "@/lib/base/clock";
import { planOf } from "@/lib/billing/plan";
import { readBilling } from "@/lib/billing/read-billing";
import { startCheckout } from "@/lib/billing/start-checkout";
import { planTemplates } from "@/lib/notices/templates-plan";
import { readAcceptance } from "@/lib/orders/read-acceptance";
import { cards, deliverEvents, inPortal, pay, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";
import { givenMember } from "@/tests/support/members";

const { outside, database } = await givenOutside();

const planOfMember = (accountId: string) => transaction({ kind: "member", accountId }, (tx) => planOf(tx, accountId));
const standing = async (accountId: string) => (await planOfMember(accountId)).standing;
const missing = async (accountId: string) => (await readAcceptance(accountId)).missing;
const platformCalls = async () => (await outside.control<{ platform: { calls: unknown[] } }>("GET", "/__world")).platform.calls.length;
const mailsOf = async (accountId: string) =>
  (await database<{ template: string }[]>`select template from outbox where account_id = ${accountId} order by created_at, id`)
    .map(({ template }) => template)
    .filter((template) => /^(plan|payment|subscription)-/.test(template));

async function moveClock(move: { advanceDays: number } | { to: string }): Promise<void> {
  await outside.control("POST", "/__clock", move);
  await deliverEvents(outside);
}
const pass = (advanceDays: number) => moveClock({ advanceDays });
/** Passes to the very end of the paid month. */
const passMonth = async (accountId: string) => moveClock({ to: (await planOfMember(accountId)).periodEnd?.toISOString() ?? "" });

/** A member whose next renewal fails, with one request that waits for its buyer. */
async function givenFailing() {
  const member = await givenReady(outside);
  const watch = watching(database, member);
  await inPortal(member.accountId, { action: "change_card", card_number: cards.failsLater });
  const request = await putUp(outside, member.userId, 1, { kind: "request" });
  await watch.look();
  await watch.pursue();
  return { ...member, ...watch, request: request.id };
}

test("while a payment has failed nothing new is accepted, what was asked for is followed, and a new card restores all", async () => {
  const { accountId, userId, request, ...member } = await givenFailing();
  await passMonth(accountId);
  expect([await standing(accountId), await missing(accountId)]).toEqual(["past_due", ["plan_past_due"]]);
  await putUp(outside, userId, 5);
  await member.look();
  expect(await member.intents()).toHaveLength(1);
  const decisions = await database`select results from decisions where account_id = ${accountId} order by decided_at desc limit 1`;
  expect(decisions[0]?.results).toContainEqual({ rule: "plan", suits: false, why: "plan_past_due" });

  await outside.control("POST", `/__orders/${request}`, { act: "assign", userId });
  await member.pursue();
  expect(await member.charges()).toBe(1);

  await inPortal(accountId, { action: "change_card", card_number: cards.pays });
  await deliverEvents(outside);
  await deliverEvents(outside);
  expect([await standing(accountId), await missing(accountId)]).toEqual(["active", []]);
  await member.look();
  expect(await member.intents()).toHaveLength(2);
  expect(await mailsOf(accountId)).toEqual(["subscription-active", "payment-failed", "plan-restored"]);
});

test("an unpaid plan stops every call to the platform, also about what was asked for, until it is paid on the invoice's page", async () => {
  const { accountId, userId, request, ...member } = await givenFailing();
  await outside.control("POST", "/__dunning", { ending: "unpaid" });
  await passMonth(accountId);
  await pass(15);
  expect([await standing(accountId), await missing(accountId)]).toEqual(["suspended", ["plan_unpaid"]]);
  await outside.control("POST", `/__orders/${request}`, { act: "assign", userId });
  const before = await platformCalls();
  await member.look();
  await member.pursue();
  expect([await platformCalls(), await member.intents()]).toMatchObject([before, [{ state: "requested" }]]);

  const open = (await readBilling(accountId)).invoices.find(({ status }) => status === "open");
  await pay(open?.hostedUrl ?? "");
  await deliverEvents(outside);
  expect(await standing(accountId)).toBe("active");
  await member.pursue();
  expect(await member.charges()).toBe(1);
  const tries = ["payment-failed", "plan-unpaid"];
  expect(await mailsOf(accountId)).toEqual(["subscription-active", ...tries, "plan-restored"]);
  await outside.control("POST", "/__dunning", { ending: "canceled" });
});

test("a plan that ends for want of payment stops everything, says why, and can be had anew", async () => {
  const { accountId } = await givenMember();
  await subscribe(outside, accountId, cards.failsLater);
  await passMonth(accountId);
  for (const days of [3, 5, 7]) await pass(days);
  expect(await planOfMember(accountId)).toMatchObject({ standing: "ended", active: false, status: "canceled" });
  const failed = Array.from({ length: 3 }, () => "payment-failed");
  expect(await mailsOf(accountId)).toEqual(["subscription-active", ...failed, "plan-ended"]);
  await subscribe(outside, accountId);
  expect(await standing(accountId)).toBe("active");
});

test("a cancellation is told with its day, can be taken back, and ends the plan on that day", async () => {
  const { accountId } = await givenMember();
  await subscribe(outside, accountId);
  for (const action of ["cancel", "resume", "cancel"] as const) {
    await inPortal(accountId, { action });
    await deliverEvents(outside);
    expect(await planOfMember(accountId)).toMatchObject({ standing: "active", cancelAtPeriodEnd: action === "cancel" });
  }
  await passMonth(accountId);
  expect(await standing(accountId)).toBe("ended");
  const toldOf = ["plan-ends", "plan-goes-on", "plan-ends", "plan-ended"];
  expect(await mailsOf(accountId)).toEqual(["subscription-active", ...toldOf]);
});

test("a plan that is to end on a day of its own ends on that day, and one whose day comes after the renewal goes on until then", async () => {
  const { accountId } = await givenMember();
  await subscribe(outside, accountId);
  const { periodStart, periodEnd } = await planOfMember(accountId);
  const [subscription] = (await outside.client.subscriptions.list({ limit: 1 })).data;
  const endAt = async (at: Date) => {
    await outside.client.subscriptions.update(subscription?.id ?? "", { cancel_at: at.getTime() / 1000 });
    await deliverEvents(outside);
  };
  await endAt(later(periodEnd ?? new Date(), 10 * dayMs));
  expect(await planOfMember(accountId)).toMatchObject({ cancelAtPeriodEnd: false, periodEnd });
  const within = later(periodStart ?? new Date(), 20 * dayMs);
  await endAt(within);
  expect(await planOfMember(accountId)).toMatchObject({ cancelAtPeriodEnd: true, periodEnd: within });
  await moveClock({ to: within.toISOString() });
  expect(await standing(accountId)).toBe("ended");
});

test("a first payment that is not finished gives no plan, and lapses after a day", async () => {
  const { accountId } = await givenMember();
  await pay((await startCheckout(accountId)).url, cards.unfinished);
  await deliverEvents(outside);
  expect(await planOfMember(accountId)).toMatchObject({ standing: "none", status: "incomplete", active: false });
  await pass(1);
  expect(await planOfMember(accountId)).toMatchObject({ standing: "ended", status: "incomplete_expired" });
  expect(await mailsOf(accountId)).toEqual(["plan-ended"]);
  await subscribe(outside, accountId);
  expect(await standing(accountId)).toBe("active");
});

test("an invoice between renewals that the card refuses is told as what it is: the plan is paid, and the automation goes on", async () => {
  const { accountId } = await givenMember();
  await subscribe(outside, accountId, cards.failsLater);
  const customer = (await transaction({ kind: "member", accountId }, (tx) => customerOf(tx, accountId))) ?? "";
  const [plan] = (await outside.client.subscriptions.list({ customer })).data;
  await outside.client.invoiceItems.create({ customer, amount: 2_500, currency: "usd", description: "One unit" });
  const card = String(plan?.default_payment_method);
  const invoice = await outside.client.invoices.create({ customer, pending_invoice_items_behavior: "include", auto_advance: false });
  await outside.client.invoices.finalizeInvoice(invoice.id, { auto_advance: false });
  await expect(outside.client.invoices.pay(invoice.id, { payment_method: card })).rejects.toMatchObject({ code: "card_declined" });
  await deliverEvents(outside);
  expect(await standing(accountId)).toBe("active");
  const mails = await database<
    { facts: unknown }[]
  >`select facts from outbox where account_id = ${accountId} and template = 'payment-failed'`;
  expect(mails).toMatchObject([{ facts: { cents: 2_500, standing: "active" } }]);
  const around = { site: "", link: null, about: null, login: null, digest: null, offer: null, operator: "" };
  const { subject, paragraphs } = planTemplates["payment-failed"].compose(mails[0]?.facts, around);
  expect(subject).toBe("The payment of $25.00 for a Holdfast invoice failed");
  expect(paragraphs.join(" ")).toContain("Holdfast goes on accepting what suits your rules");
  expect(paragraphs.join(" ")).not.toContain("accepts nothing new");
});
