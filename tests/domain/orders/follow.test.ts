import { describe, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { now, secondMs } from "@/lib/base/clock";
import { postCharge } from "@/lib/billing/post-charge";
import { postCredit } from "@/lib/billing/post-credit";
import { noteTrouble } from "@/lib/connections/note-trouble";
import { permitPlatform, platformStanding } from "@/lib/connections/permit-platform";
import { handlePlatformEvent } from "@/lib/orders/handle-platform-event";
import { readOffer } from "@/lib/orders/read-offer";
import { recordPlatformEvent } from "@/lib/orders/record-platform-event";
import { PlatformError } from "@/lib/platforms/contract";
import { givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";
import { expectComplaints } from "@/tests/support/log-watch";
import { host } from "@/tests/support/members";

const { outside, database } = await givenOutside();
const act = (id: number, what: object) => outside.control("POST", `/__orders/${id}`, what);

/** A member with accepted, charged work on each of these days. */
async function givenAccepted(...days: number[]) {
  const member = await givenReady(outside);
  const watch = watching(database, member);
  const ids: number[] = [];
  for (const day of days) ids.push((await putUp(outside, member.userId, day)).id);
  await watch.look();
  await watch.pursue();
  return { ...member, ...watch, id: ids[0] ?? 0, ids };
}
const acceptancesOf = (accountId: string) =>
  database<
    { id: string; start: Date; conflict: boolean; ended: string | null }[]
  >`select id, window_start as start, conflict, ended_because as ended from acceptances where account_id = ${accountId} order by window_start`;

describe("the buyer moves accepted work", () => {
  test("the schedule follows, the member is told, and nothing more is charged", async () => {
    const { id, accountId, ...member } = await givenAccepted(1);
    await act(id, { act: "reschedule", start: "2027-03-05T12:00:00Z" });
    await member.follow();
    await member.follow();
    expect(await acceptancesOf(accountId)).toMatchObject([{ start: new Date("2027-03-05T12:00:00Z"), conflict: false }]);
    expect([await member.mails(), await member.charges(), await member.openHolds()]).toEqual([["accepted", "work-moved"], 1, 1]);
    const [held] = await database<
      { start: Date }[]
    >`select lower(during) as start from holds where account_id = ${accountId} and released_at is null`;
    expect(held?.start).toEqual(new Date("2027-03-05T12:00:00Z"));
  });

  test("onto other work: it is flagged, told, and its time stays taken", async () => {
    const { ids, accountId, userId, ...member } = await givenAccepted(1, 2);
    await act(ids[0] ?? 0, { act: "reschedule", start: "2027-03-02T15:30:00Z" });
    await member.follow();
    expect((await acceptancesOf(accountId)).map(({ conflict }) => conflict).toSorted()).toEqual([false, true]);
    expect(await member.mails()).toEqual(["accepted", "accepted", "work-moved"]);
    await putUp(outside, userId, 2, { start: "2027-03-02T17:00:00Z", hours: 0.5 });
    await member.look();
    expect(await member.openHolds()).toBe(2);
  });
});

describe("the buyer cancels accepted work", () => {
  test("before it begins: its time and unit are free, and its charge is credited once, whatever fails", async () => {
    const { id, accountId, ...member } = await givenAccepted(1);
    const [acceptance] = await acceptancesOf(accountId);
    const acceptanceId = acceptance?.id ?? "";
    await act(id, { act: "cancel" });
    await Promise.all([member.follow(), member.follow()]);
    expect(await acceptancesOf(accountId)).toMatchObject([{ ended: "cancelled" }]);
    expect([await member.openHolds(), await member.units(), await member.mails()]).toEqual([0, 0, ["accepted", "work-ended"]]);

    await postCredit(acceptanceId);
    expect(await database`select 1 from credits where state = 'posted' and account_id = ${accountId}`).toHaveLength(0);
    await postCharge(acceptanceId);
    await outside.control("POST", "/__faults", { target: "stripe", fault: "error_500_after_commit" });
    await postCredit(acceptanceId).catch(() => undefined);
    await database`update credits set next_attempt_at = now() where account_id = ${accountId}`;
    await postCredit(acceptanceId);
    await postCredit(acceptanceId);
    const [customer] = await database<{ id: string }[]>`select customer_id as id from stripe_customers where account_id = ${accountId}`;
    const items = await outside.client.invoiceItems.list({ customer: customer?.id ?? "", limit: 100 });
    expect(items.data.map(({ amount }) => amount).toSorted((one, other) => one - other)).toEqual([-2_500, 2_500]);
    const [offer] = await member.offers();
    expect(await readOffer(accountId, offer?.id ?? "")).toMatchObject({ state: "cancelled" });
  });

  test.each([
    ["in its first minutes, which the look before it could not tell", "10 minutes", "1 hour"],
    ["in its first minutes, when short work is over already", "16 minutes", "-1 minutes"],
  ])("%s: its charge is credited", async (_, since, left) => {
    const { id, accountId, ...member } = await givenAccepted(1);
    await database`update acceptances set window_start = now() - ${since}::interval, window_end = now() + ${left}::interval where account_id = ${accountId}`;
    await act(id, { act: "cancel" });
    await member.follow();
    const [offer] = await member.offers();
    expect(await readOffer(accountId, offer?.id ?? "")).toMatchObject({ state: "cancelled", credited: true });
    expect([await member.openHolds(), await member.units(), await member.mails()]).toEqual([0, 0, ["accepted", "work-ended"]]);
  });

  test("after it began: its time is free, and it stays charged", async () => {
    const { id, accountId, ...member } = await givenAccepted(1);
    await database`update acceptances set window_start = now() - interval '1 hour' where account_id = ${accountId}`;
    await act(id, { act: "cancel" });
    await member.follow();
    expect([await member.openHolds(), await member.units(), await database`select 1 from credits where account_id = ${accountId}`]).toEqual(
      [0, 1, []],
    );
    const [offer] = await member.offers();
    expect(await readOffer(accountId, offer?.id ?? "")).toMatchObject({ state: "cancelled", credited: false });
  });
});

test("work that is over is no longer looked at", async () => {
  const { accountId, ...member } = await givenAccepted(1);
  await database`update acceptances set window_start = now() - interval '3 hours', window_end = now() - interval '1 hour' where account_id = ${accountId}`;
  await member.follow();
  expect(await database`select next_look_at as next from acceptances where account_id = ${accountId}`).toEqual([{ next: null }]);
});

test("a platform's message makes the next looks due, once a delivery, and for its own user alone", async () => {
  const { accountId, connectionId, userId } = await givenAccepted(1);
  const other = await givenAccepted(1);
  await database`update connections set next_poll_at = now() + interval '1 hour', last_poll_at = now() - interval '2 seconds' where id in (${connectionId}, ${other.connectionId})`;
  for (const _ of [1, 2])
    await recordPlatformEvent("field-nation", { deliveryId: `delivery-${accountId}`, platformUserId: String(userId) });
  const events = await database<{ id: string }[]>`select id from platform_events where delivery_id = ${`delivery-${accountId}`}`;
  expect(events).toHaveLength(1);
  await handlePlatformEvent(events[0]?.id ?? "");
  const due = await database<
    { id: string }[]
  >`select id from connections where next_poll_at <= now() and id in (${connectionId}, ${other.connectionId})`;
  expect(due).toEqual([{ id: connectionId }]);
  const looks = await database<
    { account: string }[]
  >`select account_id as account from acceptances where next_look_at <= now() + interval '2 seconds'`;
  expect(looks).toEqual([{ account: accountId }]);
});

test("messages that wait about the same user are one, whichever of them is taken in hand, and another's waits on", async () => {
  const { accountId, userId } = await givenReady(outside);
  const other = await givenReady(outside);
  const record = (name: string, user: number) =>
    recordPlatformEvent("field-nation", { deliveryId: `${name}-${accountId}`, platformUserId: String(user) });
  for (const name of ["one", "two", "three"]) await record(name, userId);
  await record("another", other.userId);
  const messages = () =>
    database<{ id: string; name: string; waits: boolean }[]>`
      select id, split_part(delivery_id, '-', 1) as name, handled_at is null as waits from platform_events
      where delivery_id like ${`%-${accountId}`} order by 2`;
  const second = (await messages()).find(({ name }) => name === "two");
  await handlePlatformEvent(second?.id ?? "");
  expect((await messages()).filter(({ waits }) => waits).map(({ name }) => name)).toEqual(["another"]);
});

test("a message right after a look is heeded a second after it, however often it comes, and not left to the ordinary looks", async () => {
  const { accountId, connectionId, userId } = await givenAccepted(1);
  const lastLook = new Date(Date.now() - 200);
  await database`update connections set next_poll_at = now() + interval '1 hour', last_poll_at = ${lastLook} where id = ${connectionId}`;
  for (const delivery of ["first", "second"]) {
    await recordPlatformEvent("field-nation", { deliveryId: `${delivery}-${accountId}`, platformUserId: String(userId) });
    const [event] = await database<{ id: string }[]>`select id from platform_events where delivery_id = ${`${delivery}-${accountId}`}`;
    await handlePlatformEvent(event?.id ?? "");
  }
  const soon = new Date(lastLook.getTime() + 1_000);
  expect(await database`select next_poll_at as at from connections where id = ${connectionId}`).toEqual([{ at: soon }]);
  const afterOffers = new Date(soon.getTime() + 2_000);
  expect(await database`select next_look_at as at from acceptances where account_id = ${accountId}`).toEqual([{ at: afterOffers }]);
});

test("an answer in an unknown shape stops acceptance on that platform for everybody, tells the operator once, and staff let it go on", async () => {
  const member = await givenReady(outside);
  const watch = watching(database, member);
  expectComplaints("platform answers in an unknown shape");
  const standing = () => transaction({ kind: "system", job: "test" }, (tx) => platformStanding(tx, "field-nation"));
  for (const _ of [1, 2]) {
    await outside.control("POST", "/__faults", { target: "platform", fault: "changed_shape", on: "list" });
    await watch.look();
  }
  await outside.control("DELETE", "/__faults");
  expect((await standing()).state).toBe("changed");
  expect(await database`select 1 from outbox where template = 'platform-changed'`).toHaveLength(1);
  await putUp(outside, member.userId);
  await watch.look();
  expect(await watch.intents()).toEqual([]);
  await permitPlatform(host, "field-nation");
  await watch.look();
  expect(await watch.intents()).toHaveLength(1);
});

test("a platform that asks to wait is left alone by every worker, for everybody, for that long", async () => {
  const first = await givenReady(outside);
  const second = await givenReady(outside);
  const [one, other] = [watching(database, first), watching(database, second)];
  await putUp(outside, second.userId);
  await outside.control("POST", "/__faults", { target: "platform", fault: "rate_limited", on: "list", retryAfterSeconds: 600 });
  await one.look();
  await other.look();
  expect(await other.intents()).toEqual([]);
  await database`update platform_permits set paused_until = now()`;
  await other.look();
  expect(await other.intents()).toHaveLength(1);
});

test("a platform at its limit that does not say for how long is left alone by everybody for a quarter of a minute", async () => {
  const at = now();
  await noteTrouble("field-nation", new PlatformError("rate_limited"));
  const { pausedUntil } = await transaction({ kind: "system", job: "test" }, (tx) => platformStanding(tx, "field-nation"));
  await database`update platform_permits set paused_until = now()`;
  expect(Math.round(((pausedUntil?.getTime() ?? 0) - at.getTime()) / secondMs)).toBe(15);
});
