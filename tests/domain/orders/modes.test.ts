import { describe, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { findConnection } from "@/db/queries/connections";
import { dayMs, later, now } from "@/lib/base/clock";
import { setMode } from "@/lib/connections/set-mode";
import { considerOffers } from "@/lib/orders/consider-offers";
import { decline } from "@/lib/orders/decline";
import { listOffers } from "@/lib/orders/list-offers";
import { pause, resume } from "@/lib/orders/pause";
import { readOffer } from "@/lib/orders/read-offer";
import { openRules, saveRules } from "@/lib/orders/save-rules";
import { sweep } from "@/lib/orders/sweep";
import { takeAnyway } from "@/lib/orders/take-anyway";
import { addCalendar } from "@/lib/schedule/change-calendars";
import { assigneeOf, givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";
import { givenMember } from "@/tests/support/members";

const { outside, database } = await givenOutside();
const given = async (mode: Parameters<typeof givenReady>[3], rules = {}) => {
  const member = await givenReady(outside, rules, undefined, mode);
  return { ...member, ...watching(database, member) };
};
const onlyOffer = async (member: { offers: () => Promise<{ id: string; state: string }[]> }) => {
  const [offer, more] = await member.offers();
  if (!offer || more) throw new Error("not one offer");
  return offer;
};

describe("what is done with an offer that fits is the member's to say", () => {
  test.each([
    ["off", [], []],
    ["dry_run", ["dry_run"], []],
    ["notify", ["notified"], ["offer-fits"]],
    ["ask", ["asking"], ["offer-asks"]],
  ] as const)("%s: nothing is called for", async (mode, states, mails) => {
    const member = await given(mode);
    const { id } = await putUp(outside, member.userId);
    await member.look();
    await member.look();
    await member.pursue();
    expect((await member.offers()).map(({ state }) => state)).toEqual(states);
    expect(await member.mails()).toEqual(mails);
    expect([await member.intents(), await member.openHolds(), await assigneeOf(outside, id)]).toEqual([[], 0, null]);
  });

  test("one tap accepts what was asked about: held, called for, charged, and once", async () => {
    const member = await given("ask");
    const { id } = await putUp(outside, member.userId);
    await member.look();
    const offer = await onlyOffer(member);
    expect(await readOffer(member.accountId, offer.id)).toMatchObject({ details: { payCents: 15_000, distanceMiles: 10 } });
    const taps = await Promise.all([1, 2, 3].map(() => takeAnyway(member.accountId, offer.id)));
    expect(taps.filter((refusal) => refusal === null)).toHaveLength(1);
    await member.pursue();
    expect(await assigneeOf(outside, id)).toBe(member.userId);
    expect([await member.charges(), await member.units()]).toEqual([1, 1]);
    expect(await readOffer(member.accountId, offer.id)).toMatchObject({ state: "accepted", details: null });
  });

  test("an offer that is declined is not asked about again, and what was kept of it is gone", async () => {
    const member = await given("ask");
    await putUp(outside, member.userId);
    await member.look();
    const offer = await onlyOffer(member);
    const stranger = await givenMember();
    expect([await decline(stranger.accountId, offer.id), await takeAnyway(stranger.accountId, offer.id)]).toEqual([false, "gone"]);
    const answers = await Promise.all([1, 2, 3].map(() => decline(member.accountId, offer.id)));
    expect(answers.filter((declined) => declined)).toHaveLength(1);
    expect(await database`select reason from access_lines where subject = ${member.accountId} and act = 'offer.decline'`).toHaveLength(1);
    await member.look();
    expect(await member.mails()).toEqual(["offer-asks"]);
    expect(await readOffer(member.accountId, offer.id)).toMatchObject({ state: "declined", details: null });
    expect(await takeAnyway(member.accountId, offer.id)).toBe("gone");
  });

  test("with automatic acceptance on, what the member has to say yes to is asked about", async () => {
    const member = await given("auto", { preferredDays: [7] });
    await putUp(outside, member.userId, 1);
    await member.look();
    expect([(await onlyOffer(member)).state, await member.mails()]).toEqual(["asking", ["offer-asks"]]);
  });
});

describe("where a calendar does not say whether the member is free, what fits is asked about", () => {
  const inDays = (days: number) => ({ start: later(now(), days * dayMs).toISOString() });
  async function givenCalendar() {
    const member = await given("auto");
    await addCalendar(member.accountId, { address: "https://calendar.example.org/a.ics", name: "Family" });
    return member;
  }

  test("because it cannot be read: and is taken by itself once it can", async () => {
    const { accountId, userId, ...member } = await givenCalendar();
    const { id } = await putUp(outside, userId, 1, inDays(3));
    await member.look();
    // It was just added, and is about to be read.
    expect(await member.offers()).toEqual([]);
    await database`update calendars set trouble = 'unreachable', trouble_since = now() where account_id = ${accountId}`;
    await member.look();
    expect([(await onlyOffer(member)).state, await member.mails(), await member.openHolds()]).toEqual(["asking", ["offer-asks"], 0]);
    await database`update calendars set trouble = null, trouble_since = null, fetched_at = now() where account_id = ${accountId}`;
    await member.look();
    await member.pursue();
    expect(await assigneeOf(outside, id)).toBe(userId);
  });

  test("because it is not read so far ahead", async () => {
    const { accountId, userId, ...member } = await givenCalendar();
    await database`update calendars set fetched_at = now() where account_id = ${accountId}`;
    await putUp(outside, userId, 1, inDays(118));
    await putUp(outside, userId, 1, inDays(120));
    await member.look();
    expect((await member.offers()).map(({ state }) => state).toSorted()).toEqual(["accepting", "asking"]);
  });
});

describe("take it anyway", () => {
  test("has what no rule would take, and looks again at time and limits", async () => {
    const member = await given("auto", { unitsPerDay: 1 });
    const cheap = await putUp(outside, member.userId, 8, { payCents: 100, distanceMiles: 900 });
    await member.look();
    const offer = await onlyOffer(member);
    expect(offer.state).toBe("skipped");
    expect(await takeAnyway(member.accountId, offer.id)).toBeNull();
    await member.pursue();
    expect(await assigneeOf(outside, cheap.id)).toBe(member.userId);

    await putUp(outside, member.userId, 8, { payCents: 100, hours: 1 });
    await putUp(outside, member.userId, 8, { payCents: 100, start: new Date(Date.UTC(2027, 2, 8, 20)).toISOString() });
    await member.look();
    const waiting = (await member.offers()).filter(({ state }) => state === "skipped");
    const refusals = await Promise.all(waiting.map(({ id }) => takeAnyway(member.accountId, id)));
    expect(refusals.toSorted()).toEqual(["day_cap_reached", "overlaps"]);
    expect([await member.openHolds(), await member.units()]).toEqual([1, 1]);
  });

  test("not while acceptance is paused, and not for an account that is suspended", async () => {
    const member = await given("ask");
    await putUp(outside, member.userId);
    await member.look();
    const offer = await onlyOffer(member);
    await pause(member.accountId, null);
    expect(await takeAnyway(member.accountId, offer.id)).toBe("paused");
    await resume(member.accountId);
    await database`update accounts set state = 'suspended' where id = ${member.accountId}`;
    await expect(takeAnyway(member.accountId, offer.id)).rejects.toMatchObject({ refusal: "not_signed_in" });
    expect([await member.openHolds(), await member.units(), await member.intents()]).toEqual([0, 0, []]);
    await database`update accounts set state = 'active' where id = ${member.accountId}`;
  });
});

test("what a person needs to judge an offer is kept for a day at most, whatever is seen of it then", async () => {
  const member = await given("ask");
  const skipped = await putUp(outside, member.userId, 2, { payCents: 1 });
  await putUp(outside, member.userId, 3);
  await member.look();
  const pays = (await listOffers(member.accountId)).offers.map(({ details }) => details?.payCents ?? 0);
  expect(pays.toSorted((one, other) => one - other)).toEqual([1, 15_000]);
  await database`update offer_details set kept_until = now() where account_id = ${member.accountId}`;
  await database`update offers set seen_at = seen_at - interval '1 day' where account_id = ${member.accountId}`;
  await sweep();
  await saveRules(member.accountId, { ...openRules, minimumPayCents: 2, maximumDistanceMiles: 5, unitsPerMonth: 3 });
  await member.look();
  expect(await database`select 1 from offer_details where account_id = ${member.accountId}`).toHaveLength(0);
  expect((await member.offers()).map(({ state }) => state).toSorted()).toEqual(["expired", "skipped"]);
  expect(skipped.id).toBeGreaterThan(0);
});

test("an offer that is a day old is no question any more, whatever the rules come to say, and is taken by itself where it fits", async () => {
  const member = await given("ask", { minimumPayCents: 20_000 });
  const { id } = await putUp(outside, member.userId);
  await member.look();
  await database`update offers set seen_at = now() - interval '25 hours' where account_id = ${member.accountId}`;
  await database`update offer_details set kept_until = now() - interval '1 hour' where account_id = ${member.accountId}`;
  await sweep();
  await saveRules(member.accountId, { ...openRules, minimumPayCents: 0, maximumDistanceMiles: 30, unitsPerMonth: 3 });
  await member.look();
  expect([(await onlyOffer(member)).state, await member.mails()]).toEqual(["skipped", []]);
  await setMode(member.accountId, member.connectionId, "auto");
  await member.look();
  await member.pursue();
  expect(await assigneeOf(outside, id)).toBe(member.userId);
});

test("an offer that is missing from one list and is on the next can be answered again, and is not mailed about twice", async () => {
  const member = await given("ask");
  const { id } = await putUp(outside, member.userId);
  await member.look();
  const connection = await transaction({ kind: "system", job: "test" }, (tx) => findConnection(tx, member.connectionId));
  if (!connection) throw new Error("no connection");
  await considerOffers(connection, []);
  expect((await onlyOffer(member)).state).toBe("expired");
  await member.look();
  const offer = await onlyOffer(member);
  expect([offer.state, await member.mails()]).toEqual(["asking", ["offer-asks"]]);
  expect(await takeAnyway(member.accountId, offer.id)).toBeNull();
  await member.pursue();
  expect(await assigneeOf(outside, id)).toBe(member.userId);
});

test("an offer that the platform no longer lists is no longer kept, and its question is over", async () => {
  const member = await given("ask");
  const { id } = await putUp(outside, member.userId);
  await member.look();
  await outside.control("POST", `/__orders/${id}`, { act: "rival" });
  await member.look();
  expect((await onlyOffer(member)).state).toBe("expired");
  expect(await database`select 1 from offer_details where account_id = ${member.accountId}`).toHaveLength(0);
});

describe("a pause", () => {
  test("holds before the next call, ends by itself, and is ended by the member", async () => {
    const member = await given("auto");
    const { id } = await putUp(outside, member.userId);
    await member.look();
    await pause(member.accountId, later(now(), dayMs));
    await member.pursue();
    expect(await assigneeOf(outside, id)).toBeNull();
    expect(await member.intents()).toMatchObject([{ state: "lost", outcome: "paused" }]);
    expect([await member.openHolds(), await member.units()]).toEqual([0, 0]);

    const second = await putUp(outside, member.userId, 2);
    await member.look();
    expect(await member.intents()).toHaveLength(1);
    await database`update pauses set until = now() - interval '1 second' where account_id = ${member.accountId}`;
    await member.look();
    await member.pursue();
    expect(await assigneeOf(outside, second.id)).toBe(member.userId);

    await pause(member.accountId, null);
    await putUp(outside, member.userId, 3);
    await member.look();
    await resume(member.accountId);
    await member.look();
    expect(await member.intents()).toHaveLength(3);
  });

  test("is not longer than a quarter of a year, nor in the past", async () => {
    const { accountId } = await givenMember();
    for (const until of [later(now(), 93 * dayMs), now()])
      await expect(pause(accountId, until)).rejects.toMatchObject({ refusal: "invalid_input" });
  });
});

test("words are asked for only by a rule that looks at them, and none of them is kept", async () => {
  const member = await given("ask");
  const { markers } = await putUp(outside, member.userId);
  const rules = { ...openRules, minimumPayCents: 1, maximumDistanceMiles: 99, unitsPerMonth: 3 };
  await saveRules(member.accountId, { ...rules, excludeWords: markers.slice(0, 5) });
  await member.look();
  expect((await onlyOffer(member)).state).toBe("skipped");
  const kept = JSON.stringify([
    await database`select * from offers`,
    await database`select * from decisions`,
    await database`select * from offer_details`,
    await database`select * from activity`,
  ]);
  for (const marker of markers) expect(kept).not.toContain(marker);
});

test("switching a connection off ends what its mode would do, before the next call", async () => {
  const member = await given("auto");
  await putUp(outside, member.userId);
  await member.look();
  await setMode(member.accountId, member.connectionId, "ask");
  await member.pursue();
  expect(await member.intents()).toMatchObject([{ state: "lost", outcome: "not_automatic" }]);
});
