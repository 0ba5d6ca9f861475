import { afterAll, expect, test, vi } from "vitest";
import { askKeepPlan } from "@/lib/billing/ask-keep-plan";
import { keepPlan } from "@/lib/billing/keep-plan";
import { readPlan } from "@/lib/billing/read-plan";
import { suspendMember } from "@/lib/membership/suspend-member";
import { sweep } from "@/lib/orders/sweep";
import { stripeFaults } from "@/scripts/prove/fault-names";
import { deliverEvents, givenStripe, inPortal, subscribe } from "@/tests/domain/billing/given-stripe";
import { dieAt } from "@/tests/support/hold-at-point";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenMember, host } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));

const stripe = await givenStripe();
const database = asSuperuser();
afterAll(() => database.end());

async function givenCancelled(): Promise<string> {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  await inPortal(accountId, { action: "cancel" });
  await deliverEvents(stripe);
  expect(await readPlan(accountId)).toMatchObject({ plan: { cancelAtPeriodEnd: true }, keeping: false });
  return accountId;
}
const endsAtStripe = async (accountId: string) => {
  const [row] = await database<{ id: string }[]>`select customer_id as id from stripe_customers where account_id = ${accountId}`;
  return (await stripe.client.subscriptions.list({ customer: row?.id ?? "" })).data.map((one) => one.cancel_at !== null);
};
const requestsOf = (accountId: string) => database`select taken_at from requests where account_id = ${accountId} and kind = 'keep-plan'`;

test("one press keeps a plan that was to end: the page says that it is being done, then that it goes on, and a mail and the log tell it once", async () => {
  const accountId = await givenCancelled();
  await Promise.all(Array.from({ length: 20 }, () => askKeepPlan(accountId)));
  await askKeepPlan(accountId);
  expect([(await requestsOf(accountId)).length, (await readPlan(accountId)).keeping]).toEqual([1, true]);
  await sweep();
  await keepPlan(accountId);
  await keepPlan(accountId);
  expect(await endsAtStripe(accountId)).toEqual([false]);
  expect(await readPlan(accountId)).toMatchObject({ plan: { active: true, cancelAtPeriodEnd: false }, keeping: false });
  expect(await database`select 1 from outbox where account_id = ${accountId} and template = 'plan-goes-on'`).toHaveLength(1);
  const lines = await database`select act, reason from access_lines where subject = ${accountId} and act like 'subscription.%' order by id`;
  expect(lines.slice(-2).map(({ act, reason }) => [act, reason])).toEqual([
    ["subscription.ask-keep", "member"],
    ["subscription.change", "goes_on"],
  ]);
});

test("whatever Stripe does while it is told, a plan that is to be kept is kept, and until then the wish stays due", async () => {
  const accountId = await givenCancelled();
  for (const fault of stripeFaults) {
    await inPortal(accountId, { action: "cancel" });
    await deliverEvents(stripe);
    await askKeepPlan(accountId);
    await stripe.control("POST", "/__faults", { target: "stripe", on: "subscriptions.update", fault, delayMs: 50, retryAfterSeconds: 0 });
    await keepPlan(accountId).catch(() => undefined);
    const stillDue = (await requestsOf(accountId)).length;
    await database`update requests set taken_at = now() where account_id = ${accountId} and kind = 'keep-plan'`;
    await database`delete from pgboss.job where name = 'keep-plan'`;
    await sweep();
    expect(await database`select 1 from pgboss.job where name = 'keep-plan' and data->>'id' = ${accountId}`).toHaveLength(stillDue);
    await keepPlan(accountId);
    expect([fault, await endsAtStripe(accountId), await requestsOf(accountId)]).toEqual([fault, [false], []]);
  }
});

test("a worker that dies when Stripe has kept the plan leaves the wish due, and two at once keep it once", async () => {
  const accountId = await givenCancelled();
  await askKeepPlan(accountId);
  dieAt("keep.after-resume");
  await expect(keepPlan(accountId)).rejects.toThrow("killed");
  expect([await endsAtStripe(accountId), (await requestsOf(accountId)).length]).toEqual([[false], 1]);
  await database`update requests set taken_at = null where account_id = ${accountId} and kind = 'keep-plan'`;
  await Promise.all([keepPlan(accountId), keepPlan(accountId), keepPlan(accountId)]);
  expect([await endsAtStripe(accountId), await requestsOf(accountId)]).toEqual([[false], []]);
  expect(await database`select 1 from outbox where account_id = ${accountId} and template = 'plan-goes-on'`).toHaveLength(1);
});

test("a wish that Stripe kept waiting for a quarter of an hour is void, and so is one of a member who was suspended meanwhile", async () => {
  expectComplaints("a plan is not kept: its member asked too long ago, or is none");
  const old = await givenCancelled();
  await askKeepPlan(old);
  await database`update requests set created_at = now() - interval '16 minutes' where account_id = ${old}`;
  await keepPlan(old);
  const suspended = await givenCancelled();
  await askKeepPlan(suspended);
  await suspendMember(host, suspended, "security_concern");
  await keepPlan(suspended);
  for (const accountId of [old, suspended]) expect([await endsAtStripe(accountId), await requestsOf(accountId)]).toEqual([[true], []]);
});

test("only a plan that is to end can be kept", async () => {
  const { accountId } = await givenMember();
  await expect(askKeepPlan(accountId)).rejects.toMatchObject({ facts: { reason: "not_ending" } });
  await subscribe(stripe, accountId);
  await expect(askKeepPlan(accountId)).rejects.toMatchObject({ facts: { reason: "not_ending" } });
  expect(await requestsOf(accountId)).toEqual([]);
});
