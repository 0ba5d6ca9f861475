import { describe, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { replaceBusyTimes } from "@/db/queries/busy-times";
import { takeAnyway } from "@/lib/orders/take-anyway";
import { assigneeOf, givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";

const { outside, database } = await givenOutside();
const act = (id: number, what: object) => outside.control("POST", `/__orders/${id}`, what);
const march = (day: number, time: string) => new Date(`2027-03-${String(day).padStart(2, "0")}T${time}:00Z`);

async function given(mode: Parameters<typeof givenReady>[3] = "auto") {
  const member = await givenReady(outside, {}, undefined, mode);
  const { accountId, connectionId } = member;
  return {
    ...member,
    ...watching(database, member),
    /** As if the platform had told, since the last look, that this time is taken. */
    takenElsewhere: (start: Date, end: Date) =>
      transaction({ kind: "system", job: "test", accountId }, (tx) => replaceBusyTimes(tx, { accountId, connectionId }, [{ start, end }])),
    acceptances: () => database`
      select a.window_start as start, a.conflict, h.conflict as "holdConflict", lower(h.during) as held, a.ended_because as ended
      from acceptances a join intents i on i.id = a.intent_id join holds h on h.id = i.hold_id
      where a.account_id = ${accountId} order by a.confirmed_at, a.id`,
    dueLooks: async () => (await database`select 1 from acceptances where account_id = ${accountId} and next_look_at <= now()`).length,
  };
}

describe("an order that is held is not called for once its time is taken elsewhere", () => {
  test("one that the rules took", async () => {
    const member = await given();
    const { id } = await putUp(outside, member.userId, 1);
    await member.look();
    await member.takenElsewhere(march(1, "16:59"), march(1, "18:00"));
    await member.pursue();
    expect(await assigneeOf(outside, id)).toBeNull();
    expect(await member.intents()).toMatchObject([{ state: "lost", outcome: "overlaps" }]);
    expect([await member.openHolds(), await member.units(), await member.charges()]).toEqual([0, 0, 0]);
  });

  test("one that the member took", async () => {
    const member = await given("ask");
    const { id } = await putUp(outside, member.userId, 1);
    await member.look();
    const [offer] = await member.offers();
    expect(await takeAnyway(member.accountId, offer?.id ?? "")).toBeNull();
    await member.takenElsewhere(march(1, "14:00"), march(1, "15:01"));
    await member.pursue();
    expect(await assigneeOf(outside, id)).toBeNull();
    expect(await member.intents()).toMatchObject([{ state: "lost", outcome: "overlaps" }]);
  });

  test("and is where the times only touch", async () => {
    const member = await given();
    await putUp(outside, member.userId, 1);
    await member.look();
    await member.takenElsewhere(march(1, "17:00"), march(1, "18:00"));
    await member.pursue();
    expect(await member.charges()).toBe(1);
  });

  test("nor once accepted work was moved onto it", async () => {
    const member = await given();
    const accepted = await putUp(outside, member.userId, 1);
    await member.look();
    await member.pursue();
    const held = await putUp(outside, member.userId, 2);
    await member.look();
    await act(accepted.id, { act: "reschedule", start: march(2, "16:00").toISOString() });
    await member.follow();
    await member.pursue();
    expect(await assigneeOf(outside, held.id)).toBeNull();
    expect((await member.intents()).map(({ outcome }) => outcome).toSorted()).toEqual(["confirmed", "overlaps"]);
    expect([await member.openHolds(), await member.charges()]).toEqual([1, 1]);
  });
});

describe("accepted work that its buyer moves", () => {
  test("onto a request that waits has the request withdrawn, and its time is guarded again", async () => {
    const member = await given();
    const { id } = await putUp(outside, member.userId, 1);
    await putUp(outside, member.userId, 2, { kind: "request" });
    await member.look();
    await member.pursue();
    await act(id, { act: "reschedule", start: march(2, "16:00").toISOString() });
    await member.follow();
    expect(await member.acceptances()).toMatchObject([{ start: march(2, "16:00"), conflict: false, holdConflict: true }]);
    expect(await member.mails()).toEqual(["accepted", "work-moved"]);
    await member.pursue();
    expect((await member.intents()).map(({ outcome }) => outcome).toSorted()).toEqual(["assigned_elsewhere", "confirmed"]);
    await member.follow();
    expect(await member.acceptances()).toMatchObject([{ start: march(2, "16:00"), conflict: false, holdConflict: false }]);
    expect(await member.mails()).toEqual(["accepted", "work-moved"]);
  });

  test("onto other work is a conflict until that work is gone", async () => {
    const member = await given();
    const { id } = await putUp(outside, member.userId, 1);
    const other = await putUp(outside, member.userId, 2);
    await member.look();
    await member.pursue();
    await act(id, { act: "reschedule", start: march(2, "16:00").toISOString() });
    await member.follow();
    await member.follow();
    const moved = async () =>
      (await member.acceptances()).filter(({ ended, start }) => !ended && start.getTime() === march(2, "16:00").getTime());
    expect(await moved()).toMatchObject([{ conflict: true, holdConflict: true }]);
    await act(other.id, { act: "cancel" });
    await member.follow();
    await member.follow();
    expect(await moved()).toMatchObject([{ conflict: false, holdConflict: false }]);
  });

  test.each([
    ["onto time that is taken elsewhere is a conflict, and told", march(2, "17:59"), march(2, "19:00"), true],
    ["beside what lay on its earlier time is none: it may be the member's own note of it", march(1, "15:00"), march(2, "17:00"), false],
  ])("%s", async (_, start, end, conflict) => {
    const member = await given();
    const { id } = await putUp(outside, member.userId, 1);
    await member.look();
    await member.pursue();
    await member.takenElsewhere(start, end);
    await act(id, { act: "reschedule", start: march(2, "16:00").toISOString() });
    await member.follow();
    expect(await member.acceptances()).toMatchObject([{ start: march(2, "16:00"), conflict, holdConflict: false }]);
    const [mail] = await database`select facts from outbox where account_id = ${member.accountId} and template = 'work-moved'`;
    expect(mail?.facts).toMatchObject({ conflict });
  });

  test("in giving it to the member has its new time held at once", async () => {
    const member = await given();
    const { id } = await putUp(outside, member.userId, 1, { kind: "request" });
    await member.look();
    await member.pursue();
    await act(id, { act: "reschedule", start: march(20, "10:00").toISOString() });
    await act(id, { act: "assign", userId: member.userId });
    await member.pursue();
    expect(await member.dueLooks()).toBe(1);
    await member.follow();
    expect(await member.acceptances()).toMatchObject([{ start: march(20, "10:00"), held: march(20, "10:00") }]);
    expect(await member.mails()).toEqual(["accepted", "work-moved"]);
    expect(await member.charges()).toBe(1);
  });
});
