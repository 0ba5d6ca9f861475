import { expect, test } from "vitest";
import { readUsage } from "@/lib/orders/read-usage";
import { takeAnyway } from "@/lib/orders/take-anyway";
import { assigneeOf, givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";

const { outside, database } = await givenOutside();
const times = <Result>(number: number, make: (index: number) => Result) => Array.from({ length: number }, (_, index) => make(index));

/** A member who is asked about this many offers, a day apart. */
async function givenAsked(number: number, rules = {}) {
  const member = await givenReady(outside, rules, undefined, "ask");
  const watch = watching(database, member);
  await Promise.all(times(number, (index) => putUp(outside, member.userId, index + 1)));
  await watch.look();
  const ids = (await watch.offers()).map(({ id }) => id);
  expect(ids).toHaveLength(number);
  return { ...member, ...watch, ids };
}

test("twenty presses at once on one offer take it once: one hold, one unit, one charge, one line in the log", async () => {
  const { accountId, ids, ...member } = await givenAsked(1);
  const answers = await Promise.all(times(20, () => takeAnyway(accountId, ids[0] ?? "")));
  expect(answers.filter((refusal) => refusal === null)).toHaveLength(1);
  expect(new Set(answers)).toEqual(new Set([null, "gone"]));
  await member.pursue();
  expect([await member.openHolds(), await member.units(), await member.charges()]).toEqual([1, 1, 1]);
  expect(await database`select 1 from access_lines where subject = ${accountId} and act = 'offer.take'`).toHaveLength(1);
});

test("twenty offers pressed at once are taken up to the limit, and no further", async () => {
  const { accountId, ids, ...member } = await givenAsked(20, { unitsPerMonth: 3 });
  const answers = await Promise.all(ids.map((id) => takeAnyway(accountId, id)));
  expect(Object.groupBy(answers, (answer) => answer ?? "taken")).toMatchObject({ taken: { length: 3 }, month_cap_reached: { length: 17 } });
  expect([await member.openHolds(), await member.units()]).toEqual([3, 3]);
});

test("what may be spent on a month's work counts what is accepted, held and asked of a buyer alike", async () => {
  const { accountId, userId, ...member } = await givenReady(outside, { spendCapCents: 7_499 });
  const watch = watching(database, { accountId, ...member });
  const asked = await putUp(outside, userId, 1, { kind: "request" });
  await watch.look();
  await watch.pursue();
  expect(await watch.intents()).toMatchObject([{ state: "requested" }]);
  expect((await readUsage(accountId)).spend.capCents).toBe(7_499);
  // The second is held while the third is looked at: 2 × $25.00 of $74.99 are taken, and no third fits.
  await putUp(outside, userId, 2);
  await watch.look();
  const { id } = await putUp(outside, userId, 3);
  await watch.look();
  const [last] = (await watch.offers()).slice(-1);
  expect([last?.state, await watch.openHolds(), await watch.units()]).toEqual(["skipped", 2, 2]);
  expect(await takeAnyway(accountId, last?.id ?? "")).toBe("month_cap_reached");
  await watch.pursue();
  expect([await assigneeOf(outside, id), await watch.charges()]).toEqual([null, 1]);
  // What the buyer refuses is free again.
  await outside.control("POST", `/__orders/${asked.id}`, { act: "deny", userId });
  await watch.pursue();
  expect(await takeAnyway(accountId, last?.id ?? "")).toBeNull();
});
