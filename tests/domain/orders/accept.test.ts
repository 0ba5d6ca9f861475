import { describe, expect, test } from "vitest";
import { dayMs, later, minuteMs } from "@/lib/base/clock";
import { setMode } from "@/lib/connections/set-mode";
import { anyDistanceMiles } from "@/lib/orders/decide";
import { listOffers } from "@/lib/orders/list-offers";
import { pollConnection } from "@/lib/orders/poll-connection";
import { pursueIntent } from "@/lib/orders/pursue-intent";
import { readOffer } from "@/lib/orders/read-offer";
import { platformIds } from "@/lib/platforms/ids";
import { assigneeOf, givenOutside, givenReady, putUp } from "@/tests/domain/orders/given-ready";
import { givenMember } from "@/tests/support/members";

const { outside, database } = await givenOutside();

/** Looks at the platform now, whenever the next look was due. */
async function look(connectionId: string): Promise<void> {
  await database`update connections set next_poll_at = now() - interval '1 second' where id = ${connectionId}`;
  await pollConnection(connectionId);
}

const intentsOf = (accountId: string) =>
  database<
    { id: string; state: string; outcome: string | null }[]
  >`select id, state, outcome from intents where account_id = ${accountId} order by id`;
const chargesOf = (accountId: string) =>
  database<{ amount: number }[]>`select amount_cents as amount from charges where account_id = ${accountId}`.then((rows) =>
    rows.map(({ amount }) => amount),
  );
const acceptancesOf = (accountId: string) =>
  database<{ attribution: string }[]>`select attribution from acceptances where account_id = ${accountId}`.then((rows) =>
    rows.map(({ attribution }) => attribution),
  );
const unitsOf = (accountId: string) =>
  database<{ taken: number }[]>`select taken from unit_counts where account_id = ${accountId} and span = 'month'`.then((rows) =>
    rows.reduce((sum, { taken }) => sum + taken, 0),
  );
const openHolds = (accountId: string) =>
  database`select 1 from holds where account_id = ${accountId} and released_at is null`.then((rows) => rows.length);

async function pursueAll(accountId: string): Promise<void> {
  for (const { id } of await intentsOf(accountId)) await pursueIntent(id);
}

test.each(platformIds)("an order that suits is accepted on %s, confirmed from it, charged $25.00 and mailed", async (platform) => {
  const { accountId, connectionId, userId } = await givenReady(outside, { maximumDistanceMiles: anyDistanceMiles }, platform);
  const { id, markers } = await putUp(outside, userId);
  await look(connectionId);
  await pursueAll(accountId);
  expect(await assigneeOf(outside, id)).toBe(userId);
  expect(await acceptancesOf(accountId)).toEqual(["service"]);
  expect(await chargesOf(accountId)).toEqual([2_500]);
  const [mail] = await database`select facts from outbox where account_id = ${accountId} and template = 'accepted'`;
  expect(mail?.facts).toMatchObject({ platform, amountCents: 2_500 });
  const everything = JSON.stringify(
    await database`select offers.*, decisions.*, intents.*, acceptances.* from offers, decisions, intents, acceptances`,
  );
  for (const marker of markers) expect(everything).not.toContain(marker);
});

test("a member sees when the work of a reserved order is and why one came to nothing, and of a skipped offer for a day", async () => {
  const { accountId, connectionId, userId } = await givenReady(outside);
  const { id } = await putUp(outside, userId, 1);
  await putUp(outside, userId, 2, { payCents: 5_000 });
  await look(connectionId);
  const start = new Date(Date.UTC(2027, 2, 1, 15));
  const work = { start, end: later(start, 120 * minuteMs), timeZone: "America/Chicago" };
  const listed = async () => (await listOffers(accountId)).offers.map(({ state, work, lostBecause }) => ({ state, work, lostBecause }));
  const other = { start: later(start, dayMs), end: later(work.end, dayMs), timeZone: "America/Chicago" };
  const skipped = { state: "skipped", work: other, lostBecause: null };
  expect(await listed()).toEqual(expect.arrayContaining([skipped, { state: "accepting", work, lostBecause: null }]));
  await outside.control("POST", "/__faults", { target: "platform", fault: "rival_wins", on: "assignee" });
  await pursueAll(accountId);
  expect(await assigneeOf(outside, id)).not.toBe(userId);
  expect(await listed()).toEqual(expect.arrayContaining([skipped, { state: "lost", work, lostBecause: expect.any(String) }]));
  const lost = (await listOffers(accountId)).offers.find(({ state }) => state === "lost");
  expect(await readOffer(accountId, lost?.id ?? "")).toMatchObject({ work });
  await database`delete from offer_details where account_id = ${accountId}`;
  expect(await listed()).toEqual(expect.arrayContaining([{ ...skipped, work: null }]));
});

test("two workers racing for one order accept it once and bill it once", async () => {
  const { accountId, connectionId, userId } = await givenReady(outside);
  const { id } = await putUp(outside, userId);
  await Promise.all([look(connectionId), look(connectionId), look(connectionId)]);
  const intents = await intentsOf(accountId);
  expect(intents).toHaveLength(1);
  await Promise.all([pursueAll(accountId), pursueAll(accountId), pursueAll(accountId)]);
  expect(await assigneeOf(outside, id)).toBe(userId);
  expect(await chargesOf(accountId)).toEqual([2_500]);
});

test("orders that overlap are never both held, and orders beyond the monthly limit are never taken", async () => {
  const overlapping = await givenReady(outside);
  for (const hours of [2, 3, 4]) await putUp(outside, overlapping.userId, 3, { hours });
  await look(overlapping.connectionId);
  expect(await openHolds(overlapping.accountId)).toBe(1);

  const capped = await givenReady(outside, { unitsPerMonth: 2 });
  for (const day of [1, 2, 3, 4, 5]) await putUp(outside, capped.userId, day);
  await look(capped.connectionId);
  expect(await openHolds(capped.accountId)).toBe(2);
  expect(await unitsOf(capped.accountId)).toBe(2);
  const reasons = await database<{ why: string }[]>`
    select result ->> 'why' as why from decisions, jsonb_array_elements(results) as result
    where account_id = ${capped.accountId} and outcome = 'skip' and result ->> 'rule' = 'cap'`;
  expect(reasons.map(({ why }) => why)).toEqual(["month_cap_reached", "month_cap_reached", "month_cap_reached"]);
});

describe("an order that does not become the member's gives its time and its unit back", () => {
  test.each([
    ["rival_wins", "taken"],
    ["taken_401", "taken"],
  ])("%s", async (fault) => {
    const { accountId, connectionId, userId } = await givenReady(outside);
    await putUp(outside, userId);
    await look(connectionId);
    await outside.control("POST", "/__faults", { target: "platform", fault, on: "assignee" });
    await pursueAll(accountId);
    expect(await intentsOf(accountId)).toMatchObject([{ state: "lost" }]);
    expect([await openHolds(accountId), await unitsOf(accountId), await acceptancesOf(accountId)]).toEqual([0, 0, []]);
  });

  test("a suspended account is not looked after at all, and is again once it is reinstated", async () => {
    const { accountId, connectionId, userId } = await givenReady(outside);
    await putUp(outside, userId);
    const calls = async () => (await outside.control<{ platform: { calls: unknown[] } }>("GET", "/__world")).platform.calls.length;
    await database`update accounts set state = 'suspended' where id = ${accountId}`;
    const before = await calls();
    await look(connectionId);
    expect([await calls(), await intentsOf(accountId)]).toEqual([before, []]);
    await database`update accounts set state = 'active' where id = ${accountId}`;
    await look(connectionId);
    expect(await intentsOf(accountId)).toHaveLength(1);
  });

  test("an account suspended after the decision is not acted for", async () => {
    const { accountId, connectionId, userId } = await givenReady(outside);
    const { id } = await putUp(outside, userId);
    await look(connectionId);
    await database`update accounts set state = 'suspended' where id = ${accountId}`;
    await pursueAll(accountId);
    expect(await assigneeOf(outside, id)).toBeNull();
    expect(await intentsOf(accountId)).toMatchObject([{ state: "lost", outcome: "account_suspended" }]);
    expect(await openHolds(accountId)).toBe(0);
  });

  test("an account suspended after the platform was asked has what became its member's read back and charged", async () => {
    const { accountId, connectionId, userId } = await givenReady(outside);
    const { id } = await putUp(outside, userId);
    await look(connectionId);
    await outside.control("POST", "/__faults", { target: "platform", fault: "commit_then_timeout", on: "assignee", delayMs: 50 });
    await pursueAll(accountId);
    expect([await assigneeOf(outside, id), await chargesOf(accountId)]).toEqual([userId, []]);
    await database`update accounts set state = 'suspended' where id = ${accountId}`;
    await pursueAll(accountId);
    expect([await acceptancesOf(accountId), await chargesOf(accountId)]).toEqual([["service"], [2_500]]);
  });

  test("automatic acceptance switched off before the platform is called", async () => {
    const { accountId, connectionId, userId } = await givenReady(outside);
    const { id } = await putUp(outside, userId);
    await look(connectionId);
    await setMode(accountId, connectionId, "off");
    await pursueAll(accountId);
    expect(await assigneeOf(outside, id)).toBeNull();
    expect(await intentsOf(accountId)).toMatchObject([{ state: "lost", outcome: "connection_off" }]);
    expect(await openHolds(accountId)).toBe(0);
  });
});

test.each(["commit_then_timeout", "conflict_refresh", "unavailable_503", "expired_401", "login_html"])(
  "%s while accepting ends in one acceptance and one charge",
  async (fault) => {
    const { accountId, connectionId, userId } = await givenReady(outside);
    const { id } = await putUp(outside, userId);
    await look(connectionId);
    await outside.control("POST", "/__faults", { target: "platform", fault, on: "assignee", delayMs: 50, retryAfterSeconds: 1 });
    await pursueAll(accountId);
    await pursueAll(accountId);
    expect(await assigneeOf(outside, id)).toBe(userId);
    expect(await acceptancesOf(accountId)).toEqual(["service"]);
    expect(await chargesOf(accountId)).toEqual([2_500]);
  },
);

test("an order that is the member's already, and was never seen unassigned, is accepted without a charge", async () => {
  const { accountId, connectionId, userId } = await givenReady(outside);
  const { id } = await putUp(outside, userId);
  await look(connectionId);
  await outside.control("POST", "/__faults", { target: "platform", fault: "commit_then_timeout", on: "assignee", delayMs: 50 });
  const [intent] = await intentsOf(accountId);
  await pursueIntent(intent?.id ?? "");
  await database`update intents set state = 'intended', seen_unassigned_at = null where account_id = ${accountId}`;
  await pursueAll(accountId);
  expect(await assigneeOf(outside, id)).toBe(userId);
  expect(await acceptancesOf(accountId)).toEqual(["unknown"]);
  expect([await chargesOf(accountId), await unitsOf(accountId)]).toEqual([[], 0]);
});

test("a skipped offer is written once, anew only when an answer changes, and is invisible to other members", async () => {
  const { accountId, connectionId, userId } = await givenReady(outside);
  await putUp(outside, userId, 1, { payCents: 5_000, distanceMiles: 90 });
  await look(connectionId);
  await look(connectionId);
  const rows = await database<{ offer: string }[]>`select offer_id as offer from decisions where account_id = ${accountId}`;
  expect(rows).toHaveLength(1);
  const offerId = rows[0]?.offer ?? "";
  const misfits = (await readOffer(accountId, offerId))?.decisions[0]?.results.filter(({ suits }) => !suits);
  expect(misfits?.map(({ why }) => why)).toEqual(["pays_too_little", "too_far"]);
  const stranger = await givenMember();
  expect(await readOffer(stranger.accountId, offerId)).toBeNull();
});

test("a platform that asks to wait is left alone for that long", async () => {
  const { connectionId } = await givenReady(outside);
  const before = new Date();
  await outside.control("POST", "/__faults", { target: "platform", fault: "rate_limited", on: "list", retryAfterSeconds: 600 });
  await look(connectionId);
  const [row] = await database<{ next: Date }[]>`select next_poll_at as next from connections where id = ${connectionId}`;
  expect(row?.next.getTime()).toBeGreaterThan(later(before, 9 * minuteMs).getTime());
});
