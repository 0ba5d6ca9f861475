import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { transaction } from "@/db/client";
import { addCharge } from "@/lib/billing/add-charge";
import { drawFinalInvoice } from "@/lib/billing/final-invoice";
import { postCharge } from "@/lib/billing/post-charge";
import { readBilling } from "@/lib/billing/read-billing";
import { terminateMember } from "@/lib/membership/terminate-member";
import { chargeOf, compare, givenUnit, repair, worker } from "@/tests/domain/billing/given-books";
import { cards, deliverEvents, givenStripe, pay } from "@/tests/domain/billing/given-stripe";
import { givenAcceptance } from "@/tests/domain/support/given-acceptance";
import { dieAt } from "@/tests/support/hold-at-point";
import { host } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));

const stripe = await givenStripe();
const database = asSuperuser();
afterAll(() => database.end());
let billing: Someone;
beforeAll(async () => {
  billing = await givenStaff("billing");
  await stripe.control("POST", "/__dunning", { ending: "unpaid" });
});

const pass = async (advanceDays: number) => {
  await stripe.control("POST", "/__clock", { advanceDays });
  await deliverEvents(stripe);
};
const invoicesOf = async (customer: string) => (await stripe.client.invoices.list({ customer })).data;
const rows = (accountId: string) =>
  database<{ id: string; because: string; total: number | null }[]>`
    select id, because, total_cents as total from final_invoices where account_id = ${accountId} order by created_at`;
const drawAll = async (accountId: string) => {
  for (const { id } of await rows(accountId)) await drawFinalInvoice(id);
};

/** A member whose renewal, with one unit on it, is past due; and a second unit, confirmed since, that waits. */
async function givenPastDue() {
  const { accountId, customer } = await givenUnit(stripe, cards.failsLater);
  await pass(32);
  const acceptanceId = await givenAcceptance(accountId);
  await transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));
  await postCharge(acceptanceId);
  return { accountId, customer, acceptanceId };
}

test("what waits when a plan is given up as unpaid is billed at once by an invoice of its own, whose mail says why", async () => {
  const { accountId, customer, acceptanceId } = await givenPastDue();
  await pass(15);
  expect((await readBilling(accountId)).next).toMatchObject({ at: null, totalCents: 2_500, units: 1 });
  await drawAll(accountId);
  expect(await rows(accountId)).toMatchObject([{ because: "plan_unpaid", total: 2_500 }]);
  expect((await invoicesOf(customer)).map(({ total, status }) => [total, status])).toEqual([
    [2_500, "open"],
    [3_500, "open"],
    [1_000, "paid"],
  ]);
  const [mail] = await database`select facts from outbox where account_id = ${accountId} and template = 'last-invoice'`;
  expect(mail).toMatchObject({ facts: { plan: "unpaid", status: "open", totalCents: 2_500 } });
  expect((await chargeOf(acceptanceId))?.stripeInvoiceId).toBe((await invoicesOf(customer))[0]?.id);
  expect((await readBilling(accountId)).next).toBeNull();
  expect((await stripe.client.subscriptions.list({ customer })).data).toMatchObject([{ status: "unpaid" }]);
  await pass(32);
  expect(await compare(accountId)).toEqual([]);
});

/** The same, after the draft of the unpaid plan's next month has taken up what waited, before any invoice of its own was drawn. */
async function givenKept() {
  const given = await givenPastDue();
  await pass(15);
  await pass(32);
  const draft = (await invoicesOf(given.customer)).find(({ status }) => status === "draft");
  expect(draft).toMatchObject({ total: 3_500, auto_advance: false });
  return { ...given, draft: draft?.id ?? "" };
}

test("a unit on a draft that nobody collects is a difference; once the plan is paid again, staff have it borne by the next renewal", async () => {
  const { accountId, customer, acceptanceId, draft } = await givenKept();
  expect(await compare(accountId)).toMatchObject([{ kind: "kept_item", repair: "replace_item", amountCents: -2_500 }]);
  for (const { id } of await rows(accountId))
    await database`update final_invoices set state = 'settled', settled_at = now() where id = ${id}`;
  const owed = (await invoicesOf(customer)).find(({ status }) => status === "open");
  await pay(owed?.hosted_invoice_url ?? "");
  await deliverEvents(stripe);
  expect((await readBilling(accountId)).plan.standing).toBe("active");
  // The draft itself is read anew when Stripe tells of it.
  expect(await repair(billing, accountId, { kind: "kept_item", repair: "replace_item" })).toMatchObject([{ kind: "invoice_differs" }]);
  await postCharge(acceptanceId);
  await pass(32);
  const renewal = (await invoicesOf(customer))[0];
  expect(renewal).toMatchObject({ total: 3_500, billing_reason: "subscription_cycle", auto_advance: true });
  expect((await chargeOf(acceptanceId))?.stripeInvoiceId).toBe(renewal?.id);
  expect((await stripe.client.invoices.retrieve(draft)).total).toBe(1_000);
  expect(await compare(accountId)).toEqual([]);
});

test.each(["kept.after-repost", "invoiceitems.delete", null])(
  "an end of the membership bills the units of such a draft once, and none of its months, also after a failure at %s",
  async (place) => {
    const { accountId, customer, acceptanceId, draft } = await givenKept();
    await terminateMember(host, accountId, "asked_on_host");
    if (place === "kept.after-repost") dieAt(place);
    else if (place) await stripe.control("POST", "/__faults", { target: "stripe", on: place, fault: "error_500_after_commit" });
    await drawAll(accountId).catch(() => undefined);
    await drawAll(accountId);
    const bearing = (await invoicesOf(customer)).filter(({ lines }) =>
      lines.data.some(({ metadata }) => metadata.acceptance_id === acceptanceId),
    );
    expect(bearing).toMatchObject([{ total: 2_500, status: "open" }]);
    expect((await stripe.client.invoices.retrieve(draft)).total).toBe(1_000);
    expect(await compare(accountId)).toEqual([]);
  },
);
