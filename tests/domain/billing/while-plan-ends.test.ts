import { afterAll, expect, test, vi } from "vitest";
import { transaction } from "@/db/client";
import { insertCharge } from "@/db/queries/charges";
import { addCharge } from "@/lib/billing/add-charge";
import { drawFinalInvoice } from "@/lib/billing/final-invoice";
import { postCharge } from "@/lib/billing/post-charge";
import { sweepCustomers } from "@/lib/billing/sweep-customers";
import { terminateMember } from "@/lib/membership/terminate-member";
import { givenStripe, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenAcceptance } from "@/tests/domain/support/given-acceptance";
import { held } from "@/tests/support/hold-at-point";
import { givenMember, host } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));

/** Units that come to be, or are on their way, while the plan ends. */
const stripe = await givenStripe();
const database = asSuperuser();
afterAll(() => database.end());
const worker = { kind: "system", job: "test" } as const;

async function givenUnit() {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const acceptanceId = await givenAcceptance(accountId);
  await transaction(worker, (tx) => addCharge(tx, { acceptanceId, accountId, platformName: "Field Nation" }));
  const [row] = await database<{ id: string }[]>`select customer_id as id from stripe_customers where account_id = ${accountId}`;
  return { accountId, acceptanceId, customer: row?.id ?? "" };
}

const invoices = async (customer: string) =>
  (await stripe.client.invoices.list({ customer })).data.map(({ total, status }) => [total, status]);
const rows = (accountId: string) =>
  database<{ id: string; state: string }[]>`select id, state from final_invoices where account_id = ${accountId} order by created_at`;
const drawAll = async (accountId: string) => {
  for (const { id } of await rows(accountId)) await drawFinalInvoice(id);
};

test("a termination that comes while a unit is on its way to Stripe waits for it, and bills it once", async () => {
  const { accountId, acceptanceId, customer } = await givenUnit();
  const tried: unknown[] = [];
  held.point = "charge.before-post";
  held.meanwhile = async () => {
    await terminateMember(host, accountId, "asked_on_host");
    tried.push(await drawAll(accountId).catch((error: unknown) => error));
  };
  await postCharge(acceptanceId);
  expect(tried).toMatchObject([{ message: "charges are still being posted" }]);
  expect(await rows(accountId)).toMatchObject([{ state: "due" }]);
  await drawAll(accountId);
  expect(await invoices(customer)).toEqual([
    [2_500, "paid"],
    [1_000, "paid"],
  ]);
});

test("a unit that came to be in the very moment in which the plan ended, known to no last invoice, is billed once by the nightly reading", async () => {
  const { accountId, customer } = await givenUnit();
  const late = await givenAcceptance(accountId);
  await terminateMember(host, accountId, "asked_on_host");
  await drawAll(accountId);
  // As its transaction leaves it that had begun while the plan still ran.
  const unit = { acceptanceId: late, accountId, amountCents: 2_500, currency: "usd", description: "One unit", nextAttemptAt: new Date() };
  await transaction(worker, (tx) => insertCharge(tx, unit));
  await postCharge(late);
  expect(await rows(accountId)).toHaveLength(1);
  for (let night = 0; night < 2; night++) {
    await sweepCustomers(null, 100);
    await drawAll(accountId);
  }
  expect(await invoices(customer)).toEqual([
    [2_500, "paid"],
    [2_500, "paid"],
    [1_000, "paid"],
  ]);
  expect(await rows(accountId)).toHaveLength(2);
});
