import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { putKeyStatus } from "@/db/queries/key-tasks";
import { drawAccesses, itemsOf, listReviewRows } from "@/db/queries/reviews";
import { readMember } from "@/lib/accounts/read-member";
import { setRole } from "@/lib/accounts/set-role";
import { dayMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { closeReviews } from "@/lib/oversight/reviews/close-reviews";
import { judgeItem } from "@/lib/oversight/reviews/judge-item";
import { makeReviews, sampleSize } from "@/lib/oversight/reviews/make-reviews";
import { endedPeriods, quarterOf, weekOf } from "@/lib/oversight/reviews/periods";
import { readReview } from "@/lib/oversight/reviews/read-reviews";
import { alarmReviews } from "@/lib/oversight/reviews/run-reviews";
import { publicKeys } from "@/lib/vault/write-key-status";
import { givenReview } from "@/tests/domain/support/given-review";
import { givenMember, host } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));
afterEach(() => vi.useRealTimers());

const system = { kind: "system", job: "test" } as const;
let owner: Someone;
let security: Someone;
beforeAll(async () => {
  [owner, security] = [await givenStaff("owner"), await givenStaff("security")];
  const root = {
    keyId: "root-1",
    version: 1,
    madeAt: null,
    registeredAt: now().toISOString(),
    supersededAt: null,
    retiredAt: null,
    wraps: 0,
  };
  const none = { connectionKeys: 0, supersededConnectionKeys: 0, oldestConnectionKeyAt: null };
  await transaction(system, (tx) =>
    putKeyStatus(tx, { takenAt: now(), provider: "keyring", roots: [root], publicKeys: publicKeys(), ...none }),
  );
});

const ok = { judgement: "ok", note: "The member had written to us.", incident: false } as const;
const reviewsOf = (kind: "accesses" | "rights") =>
  transaction(system, (tx) => listReviewRows(tx, { kind, state: null, sort: "due", descending: false, cursor: null, limit: 100 }, now()));
const made = async (kind: "accesses" | "rights") => (await reviewsOf(kind)).filter(({ period }) => !period.startsWith("test-"));
const travel = (to: Date) => vi.useFakeTimers({ toFake: ["Date"], now: to });
const judgeAll = async (items: string[], who: Someone) => {
  for (const item of items) await judgeItem(who.actor, item, ok);
};

test("weeks are ISO 8601's, quarters the calendar's, and only those that have ended count", () => {
  for (const [day, week] of [
    ["2026-12-31", "2026-W53"],
    ["2027-01-03", "2026-W53"],
    ["2027-01-04", "2027-W01"],
    ["2024-12-30", "2025-W01"],
  ] as const)
    expect(weekOf(new Date(`${day}T12:00:00Z`)).name).toBe(week);
  expect(quarterOf(new Date("2026-11-30T00:00:00Z"))).toMatchObject({ name: "2026-Q4", endsAt: new Date("2027-01-01T00:00:00Z") });
  const since = new Date("2026-11-02T00:00:00Z");
  expect(endedPeriods(weekOf, since, new Date("2026-11-15T23:59:59Z"), 9).map(({ name }) => name)).toEqual(["2026-W45"]);
  expect(endedPeriods(weekOf, since, new Date("2026-11-30T00:00:00Z"), 2).map(({ name }) => name)).toEqual(["2026-W47", "2026-W48"]);
});

test("weeks and quarters that have ended get one review each, however many workers make them, missing ones too", async () => {
  const { accountId } = await givenMember();
  for (let looks = 0; looks < sampleSize + 5; looks += 1) await readMember(owner.actor, accountId, "member_asked");
  await makeReviews();
  expect([await made("accesses"), await made("rights")]).toEqual([[], []]);
  const today = now();
  travel(later(weekOf(today).endsAt, 15 * dayMs));
  await Promise.all([makeReviews(), makeReviews(), makeReviews()]);
  const weeks = await made("accesses");
  expect(weeks.map(({ period }) => period)).toEqual([0, 7, 14].map((days) => weekOf(later(today, days * dayMs)).name));
  const [first, ...empty] = weeks;
  expect(first).toMatchObject({ items: sampleSize, left: sampleSize });
  expect(first?.drawnFrom).toBeGreaterThan(sampleSize);
  expect(empty.map(({ items }) => items)).toEqual([0, 0]);
  const drawn = await transaction(system, (tx) => itemsOf(tx, first?.id ?? ""));
  const again = await database<{ id: string }[]>`
    select id from access_lines where at >= ${first?.startsAt ?? ""} and at < ${first?.endsAt ?? ""}
      and (actor ~ '^(staff|host):' or act = 'credential.open')
      order by row_number() over (partition by act order by md5(id::text || ${first?.seed ?? ""})), md5(id::text || ${first?.seed ?? ""})
      limit ${sampleSize}`;
  expect(drawn.map(({ object }) => object)).toEqual(again.map(({ id }) => `line:${id}`));
  travel(later(quarterOf(today).endsAt, dayMs));
  await makeReviews();
  const [quarter] = await made("rights");
  const rights = await transaction(system, (tx) => itemsOf(tx, quarter?.id ?? ""));
  expect(rights.filter(({ kind }) => kind === "role").map(({ actor }) => actor)).toEqual(
    expect.arrayContaining([`staff:${owner.accountId}`, `staff:${security.accountId}`]),
  );
  expect(rights.filter(({ kind }) => kind === "key").map(({ object }) => object)).toContainEqual(
    expect.stringMatching(/^key:evidence-signing:/),
  );
});

test("who did it does not judge it; another does, once, with a note, and it is independent", async () => {
  const { reviewId, items } = await givenReview([{ actor: `staff:${owner.accountId}` }]);
  const [item = ""] = items;
  await expect(judgeItem(owner.actor, item, ok)).rejects.toMatchObject({ refusal: "conflict", facts: { reason: "own_act" } });
  const standing = async (who: Someone) => (await readReview(who.actor, reviewId)).items[0]?.yours;
  expect([await standing(owner), await standing(security)]).toEqual(["left_to_another", "independent"]);
  for (const note of ["", "   ", "x".repeat(501)])
    await expect(judgeItem(security.actor, item, { ...ok, note })).rejects.toMatchObject({ refusal: "invalid_input" });
  for (const role of ["auditor", "support", "billing"] as const)
    await expect(judgeItem((await givenStaff(role)).actor, item, ok)).rejects.toMatchObject({ refusal: "forbidden" });
  const outcomes = await Promise.allSettled([judgeItem(security.actor, item, ok), judgeItem(security.actor, item, ok)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const { items: shown } = await readReview(owner.actor, reviewId);
  expect(shown[0]).toMatchObject({ judgement: "ok", judgedBy: security.accountId, selfReviewed: false, note: ok.note });
  const [line] = await database`select actor, reason from access_lines where act = 'review.judge' and object = ${`review-item:${item}`}`;
  expect(line).toEqual({ actor: `staff:${security.accountId}`, reason: "ok" });
});

test("what was done on the host is reviewed by oneself, whoever judges it: it names nobody", async () => {
  const { reviewId, items } = await givenReview([{ actor: "host:invite" }]);
  expect((await readReview(security.actor, reviewId)).items[0]?.yours).toBe("self");
  await judgeAll(items, security);
  expect((await readReview(owner.actor, reviewId)).items[0]?.selfReviewed).toBe(true);
});

test("the data refuses a judgement that calls itself independent and is not, another's name, and a second one", async () => {
  const { items } = await givenReview([{ actor: `staff:${owner.accountId}` }, { actor: "host:invite" }, {}]);
  const judge = (id: string | undefined, by: string, own: boolean) =>
    database.begin(async (sql) => {
      await sql`select set_config('holdfast.actor', ${`staff:${owner.accountId}`}, true), set_config('holdfast.session', ${owner.sessionId}, true)`;
      await sql`set local role holdfast_web`;
      const rows =
        await sql`update review_items set judgement = 'ok', note = 'x', judged_at = now(), judged_by = ${by}, self_reviewed = ${own}
        where id = ${id ?? ""} returning 1`;
      return rows.length;
    });
  for (const [item, by] of [
    [items[0], owner.accountId],
    [items[1], owner.accountId],
    [items[2], security.accountId],
  ] as const)
    await expect(judge(item, by, false)).rejects.toThrow(/row-level security/);
  expect(await judge(items[2], owner.accountId, false)).toBe(1);
  expect(await judge(items[2], owner.accountId, true)).toBe(0);
});

test("a closed review has evidence that the worker signed, of these very items, and nobody judges on", async () => {
  const { reviewId, items } = await givenReview([{}, {}, { actor: "host:x" }]);
  await judgeAll(items.slice(0, 2), owner);
  await closeReviews();
  expect((await readReview(owner.actor, reviewId)).evidence).toBeNull();
  await judgeItem(security.actor, items[2] ?? "", { judgement: "question", note: "Who was it?", incident: false });
  await Promise.all([closeReviews(), closeReviews()]);
  const { evidence } = await readReview(owner.actor, reviewId);
  expect(evidence).toMatchObject({
    holds: true,
    summary: { review: reviewId, items: 3, ok: 2, questions: 1, violations: 0, independent: 2, selfReviewed: 1, late: false },
  });
  const lines = await database`select 1 from access_lines where act = 'review.close' and object = ${`review:${reviewId}`}`;
  expect(lines).toHaveLength(1);
  await database`update review_items set note = 'Another word.' where id = ${items[0] ?? ""}`;
  expect((await readReview(owner.actor, reviewId)).evidence).toEqual({ holds: false, because: "items" });
  await database`update reviews set summary = regexp_replace(summary, '[.][^.]+[.]', '.e30.') where id = ${reviewId}`;
  expect((await readReview(owner.actor, reviewId)).evidence).toEqual({ holds: false, because: "signature" });
});

test("a violation can open an incident, one, and a judgement that is none opens none", async () => {
  const { items } = await givenReview([{}, {}]);
  const violation = { judgement: "violation", note: "No reason stands there.", incident: true } as const;
  expect(await judgeItem(owner.actor, items[0] ?? "", { ...ok, incident: true })).toBeNull();
  const incident = await judgeItem(owner.actor, items[1] ?? "", violation);
  expect(await database`select id from incidents where source = ${`review:${items[1]}`}`).toEqual([{ id: incident }]);
});

test("an overdue review is told of once, to those who may judge", async () => {
  const { reviewId } = await givenReview([{}]);
  await database`update reviews set due_at = now() - interval '1 minute' where id = ${reviewId}`;
  await Promise.all([alarmReviews(), alarmReviews()]);
  await alarmReviews();
  const [{ period } = { period: "" }] = await database<{ period: string }[]>`select period from reviews where id = ${reviewId}`;
  const mails = await database<{ account_id: string }[]>`
    select account_id from outbox where template = 'review-overdue' and facts->>'period' = ${period}`;
  expect(mails.map((mail) => mail.account_id).toSorted()).toEqual([owner.accountId, security.accountId].toSorted());
});

test("of a one-person operator everything is reviewed by oneself, never independent", async () => {
  const others = await database<{ id: string }[]>`select id from accounts where role is not null and id <> ${owner.accountId}`;
  for (const { id } of others) await setRole(host, id, null);
  const { reviewId, items } = await givenReview([
    { actor: `staff:${owner.accountId}` },
    { actor: `staff:${newId()}` },
    { actor: "system:poll" },
  ]);
  await judgeAll(items, owner);
  await closeReviews();
  const { evidence } = await readReview(owner.actor, reviewId);
  expect(evidence).toMatchObject({ holds: true, summary: { independent: 0, selfReviewed: 3 } });
});

test("ten thousand openings do not crowd out what staff did three times", async () => {
  const week = { from: new Date("2026-05-04T00:00:00Z"), until: new Date("2026-05-11T00:00:00Z") };
  const line = (actor: string, act: string, many: number) => database`
    insert into access_lines (id, at, actor, act, object, reason, facts)
    select gen_random_uuid(), ${week.from}::timestamptz + n * interval '1 second', ${actor}, ${act}, 'x', 'test', '{}' from generate_series(1, ${many}::int) n`;
  await line("system:poll", "credential.open", 10_000);
  await line(`staff:${owner.accountId}`, "account.list", 2_000);
  await line(`staff:${owner.accountId}`, "account.look", 3);
  const { items, of } = await transaction(system, (tx) => drawAccesses(tx, week.from, week.until, "seed", sampleSize));
  const drawn = Object.groupBy(items, ({ act }) => act);
  expect(of).toBe(12_003);
  expect([drawn["account.look"]?.length, drawn["account.list"]?.length, drawn["credential.open"]?.length]).toEqual([3, 11, 11]);
  const again = await transaction(system, (tx) => drawAccesses(tx, week.from, week.until, "seed", sampleSize));
  expect(again.items).toEqual(items);
});
