import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { listRounds, noteRound, type RoundName } from "@/db/queries/billing-rounds";
import { listReconcileRuns } from "@/db/queries/reconcile-runs";
import { customerOf } from "@/db/queries/stripe-customers";
import { dueStripeEvents } from "@/db/queries/stripe-events";
import { stripeEvents } from "@/db/schema";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { handleStripeEvent } from "@/lib/billing/handle-stripe-event";
import { planOf } from "@/lib/billing/plan";
import { reconcile } from "@/lib/billing/reconcile";
import { runRound } from "@/lib/billing/run-round";
import { startCheckout } from "@/lib/billing/start-checkout";
import { sweepCustomers } from "@/lib/billing/sweep-customers";
import { givenStripe, pay, subscribe } from "@/tests/domain/billing/given-stripe";
import { expectComplaints, logLines } from "@/tests/support/log-watch";
import { givenMember } from "@/tests/support/members";

const stripe = await givenStripe();
const worker = { kind: "system", job: "test" } as const;
const planNow = (accountId: string) => transaction(worker, (tx) => planOf(tx, accountId));
const roundNow = async (name: RoundName) => (await transaction(worker, listRounds)).find((round) => round.name === name);
const makeDue = (name: RoundName) => transaction(worker, (tx) => noteRound(tx, name, { nextAt: later(now(), -secondMs) }));

beforeEach(() => stripe.control("DELETE", "/__faults"));

test("events that Stripe could not deliver are fetched once and handled as if they had come", async () => {
  const { accountId } = await givenMember();
  await pay((await startCheckout(accountId)).url);
  await makeDue("events");
  await runRound("events");
  await makeDue("events");
  await runRound("events");
  expect(await roundNow("events")).toMatchObject({ outcome: "well", detail: "No event was missing." });
  const due = await transaction(worker, (tx) => dueStripeEvents(tx, later(now(), minuteMs), 100));
  for (const id of due) await handleStripeEvent(id);
  expect(await planNow(accountId)).toMatchObject({ active: true });
  const completed = await transaction(worker, (tx) =>
    tx.select().from(stripeEvents).where(eq(stripeEvents.type, "checkout.session.completed")),
  );
  expect(completed).toHaveLength(1);
});

test("a sweep of events that Stripe breaks off is done again whole", async () => {
  const before = (await roundNow("events"))?.cursor;
  await stripe.control("POST", "/__faults", { target: "stripe", on: "events.list", fault: "error_500_before" });
  await makeDue("events");
  await expect(runRound("events")).rejects.toThrow();
  expect(await roundNow("events")).toMatchObject({ cursor: before, outcome: "ill" });
  await makeDue("events");
  await runRound("events");
  expect(await roundNow("events")).toMatchObject({ outcome: "well" });
});

test("at night every subscription is read anew, also what no event told of, and after Stripe broke it off", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const customer = (await transaction(worker, (tx) => customerOf(tx, accountId))) ?? "";
  const [subscription] = (await stripe.client.subscriptions.list({ customer })).data;
  await stripe.client.subscriptions.cancel(subscription?.id ?? "");
  expect(await planNow(accountId)).toMatchObject({ active: true });

  for (const on of ["subscriptions.list", "prices.retrieve"])
    await stripe.control("POST", "/__faults", { target: "stripe", on, fault: "error_500_bare" });
  await makeDue("subscriptions");
  await expect(runRound("subscriptions")).rejects.toThrow();
  await makeDue("subscriptions");
  await runRound("subscriptions");
  expect(await planNow(accountId)).toMatchObject({ active: false, status: "canceled" });
  await makeDue("subscriptions");
  await runRound("subscriptions");
  const round = await roundNow("subscriptions");
  expect(round).toMatchObject({ outcome: "well", cursor: null });
  expect(round?.nextAt.getUTCHours()).toBe(3);
});

test("more customers than a step takes are read in as many steps, and one that Stripe will not tell of holds nobody up", async () => {
  const members = [await givenMember(), await givenMember(), await givenMember(), await givenMember(), await givenMember()];
  for (const { accountId } of members) {
    await subscribe(stripe, accountId);
    const customer = (await transaction(worker, (tx) => customerOf(tx, accountId))) ?? "";
    await stripe.client.subscriptions.cancel((await stripe.client.subscriptions.list({ customer })).data[0]?.id ?? "");
  }
  await stripe.control("POST", "/__faults", { target: "stripe", on: "subscriptions.list", fault: "conflict_409" });
  expectComplaints("a customer cannot be read from Stripe");
  const steps: { last: string | null; unread: number }[] = [];
  do steps.push(await sweepCustomers(steps.at(-1)?.last ?? null, 2));
  while (steps.at(-1)?.last !== null);
  expect(steps.length).toBeGreaterThan(3);
  expect(steps.reduce((sum, { unread }) => sum + unread, 0)).toBe(1);
  const read: boolean[] = [];
  for (const { accountId } of members) read.push((await planNow(accountId)).status === "canceled");
  expect(read.filter(Boolean).length).toBeGreaterThanOrEqual(4);
});

test("one customer of whom Stripe gives no answer is tried twice, passed over, and said to be unread; the others are read", async () => {
  const members = [await givenMember(), await givenMember()];
  for (const { accountId } of members) {
    await subscribe(stripe, accountId);
    const customer = (await transaction(worker, (tx) => customerOf(tx, accountId))) ?? "";
    await stripe.client.subscriptions.cancel((await stripe.client.subscriptions.list({ customer })).data[0]?.id ?? "");
  }
  await stripe.control("POST", "/__faults", { target: "stripe", on: "subscriptions.list", fault: "error_500_bare", times: 2 });
  expectComplaints("a customer cannot be read from Stripe");
  await makeDue("subscriptions");
  await runRound("subscriptions");
  expect(await roundNow("subscriptions")).toMatchObject({ outcome: "ill", detail: expect.stringContaining("could not be read") });
  expect(logLines().filter(({ event }) => event === "a customer cannot be read from Stripe")).toHaveLength(1);
  for (const { accountId } of members) expect(await planNow(accountId)).toMatchObject({ status: "canceled" });
});

test("a comparison that could not read everybody says so until one has, and one that does not end is said too", async () => {
  await makeDue("reconcile");
  await runRound("reconcile");
  const run = async () => (await transaction(worker, (tx) => listReconcileRuns(tx, 1)))[0];
  const { id = "" } = (await run()) ?? {};
  await makeDue("reconcile");
  await runRound("reconcile");
  expect(await roundNow("reconcile")).toMatchObject({ outcome: "ill", detail: "The comparison that was begun before has not ended." });
  await stripe.control("POST", "/__faults", { target: "stripe", on: "invoiceitems.list", fault: "error_500_bare", times: 2 });
  expectComplaints("a customer cannot be compared with Stripe");
  while (!(await run())?.finishedAt) await reconcile(id);
  expect(await roundNow("reconcile")).toMatchObject({
    outcome: "ill",
    detail: expect.stringMatching(/^1 of \d+ customers could not be compared/),
  });
  await makeDue("reconcile");
  await runRound("reconcile");
  const next = await run();
  while (!(await run())?.finishedAt) await reconcile(next?.id ?? "");
  expect(await roundNow("reconcile")).toMatchObject({ outcome: "well", detail: "Every customer was compared." });
});

test("a round that is not due does nothing", async () => {
  await makeDue("events");
  await runRound("events");
  const before = await roundNow("events");
  await runRound("events");
  expect(await roundNow("events")).toEqual(before);
});
