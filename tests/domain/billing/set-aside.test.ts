import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { countOpenDifferences, listDifferenceRows, listOpenDifferences } from "@/db/queries/differences";
import { insertReconcileRun } from "@/db/queries/reconcile-runs";
import { customerOf } from "@/db/queries/stripe-customers";
import { reconcileRuns } from "@/db/schema";
import { now } from "@/lib/base/clock";
import { setDifferenceAside, takeDifferenceUp } from "@/lib/billing/ask-reconcile";
import { reconcile } from "@/lib/billing/reconcile";
import { deliverEvents, givenStripe, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenDifference } from "@/tests/domain/support/given-difference";
import { givenMember } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const stripe = await givenStripe();
const database = asSuperuser();
const worker = { kind: "system", job: "test" } as const;
const reason = "checked_with_stripe";
let billing: Someone;
beforeAll(async () => {
  billing = await givenStaff("billing");
});
afterAll(() => database.end());

/** Compares everybody, to the end, and returns what is open. */
async function compare() {
  const runId = (await transaction(worker, (tx) => insertReconcileRun(tx, "system:test", now()))) ?? "";
  const runs = () => transaction(worker, (tx) => tx.select().from(reconcileRuns));
  while ((await runs()).some(({ id, finishedAt }) => id === runId && finishedAt === null)) await reconcile(runId);
  return (await transaction(worker, (tx) => listOpenDifferences(tx, 100))).map(({ difference }) => difference);
}
const mailsOfThem = () => database`select 1 from outbox where template = 'books-differ'`;

test("what a person has looked at is set aside while both sides stay as they are, raises no alarm, and can be opened again", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const customer = (await transaction(worker, (tx) => customerOf(tx, accountId))) ?? "";
  const [plan] = (await stripe.client.subscriptions.list({ customer })).data;
  const item = plan?.items.data[0]?.id ?? "";
  const change = async (quantity: number) => {
    await stripe.client.subscriptions.update(plan?.id ?? "", { items: [{ id: item, quantity }], proration_behavior: "none" });
    await deliverEvents(stripe);
  };
  await change(2);
  const [found] = await compare();
  expect(found).toMatchObject({ kind: "plan_differs", repair: "look", amountCents: 1_000 });
  const { id: difference = "", amountCents = 0 } = found ?? {};

  await expect(setDifferenceAside(billing.actor, { difference, amountCents: 900, reason })).rejects.toMatchObject({
    refusal: "conflict",
  });
  await setDifferenceAside(billing.actor, { difference, amountCents, reason });
  await expect(setDifferenceAside(billing.actor, { difference, amountCents, reason })).rejects.toMatchObject({ refusal: "conflict" });
  const told = (await mailsOfThem()).length;
  expect(await compare()).toEqual([]);
  expect(await transaction(worker, countOpenDifferences)).toBe(0);
  expect(await mailsOfThem()).toHaveLength(told);
  expect(await database`select actor, reason, facts from access_lines where act = 'books.set-aside' and subject = ${accountId}`).toEqual([
    { actor: `staff:${billing.accountId}`, reason, facts: { kind: "plan_differs", amountCents } },
  ]);

  await change(3);
  expect(await compare()).toMatchObject([{ kind: "plan_differs", amountCents: 2_000 }]);
  await expect(takeDifferenceUp(billing.actor, difference)).rejects.toMatchObject({ refusal: "conflict" });
  await change(2);
  expect(await compare()).toEqual([]);
  await takeDifferenceUp(billing.actor, difference);
  expect(await compare()).toMatchObject([{ id: difference, kind: "plan_differs", amountCents }]);
});

test("what can be repaired from here is not set aside", async () => {
  const { accountId } = await givenMember();
  const difference = await transaction(worker, (tx) => givenDifference(tx, accountId));
  await expect(setDifferenceAside(billing.actor, { difference, amountCents: 700, reason })).rejects.toMatchObject({ refusal: "conflict" });
  const filter = { state: "open", kind: null, sort: "found", descending: true, cursor: null, limit: 5 } as const;
  expect((await transaction(worker, (tx) => listDifferenceRows(tx, filter))).map(({ id }) => id)).toContain(difference);
});
