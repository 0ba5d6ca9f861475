import { afterEach, describe, expect, test, vi } from "vitest";
import { minuteMs } from "@/lib/base/clock";
import { readOffer } from "@/lib/orders/read-offer";
import { takeAnyway } from "@/lib/orders/take-anyway";
import { adapterFor } from "@/lib/platforms/adapters";
import { assigneeOf, givenOutside, givenReady, putUp, watching } from "@/tests/domain/orders/given-ready";

/** At which point the worker dies; null for nowhere. */
const armed = vi.hoisted(() => ({ point: null as string | null }));
vi.mock("@/lib/base/points", () => ({
  point: async (name: string) => {
    if (armed.point === name) throw new Error(`died at ${name}`);
  },
}));

const { outside, database } = await givenOutside();
afterEach(() => {
  armed.point = null;
  vi.useRealTimers();
});

/** A member with one order that is held for them, and what can happen to it. */
async function givenHeld(more: object = {}) {
  const member = await givenReady(outside);
  const watch = watching(database, member);
  const { id } = await putUp(outside, member.userId, 1, more);
  await watch.look();
  const { accountId, userId } = member;
  return {
    ...member,
    ...watch,
    id,
    act: (what: object) => outside.control("POST", `/__orders/${id}`, what),
    takeByHand: () => outside.control("POST", `/__orders/${id}`, { act: "take", userId }),
    dieAt: async (point: string) => {
      armed.point = point;
      await expect(watch.pursue()).rejects.toThrow("died at");
      armed.point = null;
    },
    pass: (minutes: number) => {
      vi.useFakeTimers({ toFake: ["Date"] });
      vi.setSystemTime(Date.now() + minutes * minuteMs);
    },
    ending: async () => {
      const rows = await database<{ attribution: string }[]>`select attribution from acceptances where account_id = ${accountId}`;
      return { acceptances: rows.map(({ attribution }) => attribution), charges: await watch.charges(), units: await watch.units() };
    },
  };
}
const charged = { acceptances: ["service"], charges: 1, units: 1 };
const free = { acceptances: ["unknown"], charges: 0, units: 0 };

describe("a worker dies after it wrote down that it saw the order unassigned", () => {
  test("and before its call: the next one calls, and the order is charged", async () => {
    const held = await givenHeld();
    await held.dieAt("pursue.after-seen-commit");
    held.pass(10);
    await held.pursue();
    expect([await assigneeOf(outside, held.id), await held.ending()]).toEqual([held.userId, charged]);
  });

  test("and before its call, and the member takes it by hand before the next one looks: it costs nothing", async () => {
    const held = await givenHeld();
    await held.dieAt("pursue.after-seen-commit");
    await held.takeByHand();
    held.pass(3);
    await held.pursue();
    expect(await held.ending()).toEqual(free);
  });

  test.each(["pursue.after-call", "pursue.after-read-back"])("and after its call (%s): the order is charged once", async (point) => {
    const held = await givenHeld();
    await held.dieAt(point);
    held.pass(1);
    await held.pursue();
    await held.pursue();
    expect([await assigneeOf(outside, held.id), await held.ending()]).toEqual([held.userId, charged]);
  });

  test("and after its call, and nobody looks for so long that it may have been taken by hand: it costs nothing", async () => {
    const held = await givenHeld();
    await held.dieAt("pursue.after-call");
    held.pass(3);
    await held.pursue();
    expect(await held.ending()).toEqual(free);
  });
});

test.each(["rate_limited", "conflict_refresh"])(
  "an order taken by hand after the platform refused our call (%s) costs nothing",
  async (fault) => {
    const held = await givenHeld();
    await outside.control("POST", "/__faults", { target: "platform", fault, on: "assignee", retryAfterSeconds: 1 });
    await held.pursue();
    await held.takeByHand();
    await database`update platform_permits set paused_until = null`;
    await held.pursue();
    expect(await held.ending()).toEqual(free);
  },
);

test("an order that the member has asked its buyer for by hand is left to that request, and costs nothing", async () => {
  const held = await givenHeld({ kind: "request" });
  const { username, password } = held.login;
  const byHand = await adapterFor("field-nation")?.logIn({ kind: "password", username, password });
  const window = {
    windowStart: new Date("2027-03-01T15:00:00Z"),
    windowEnd: new Date("2027-03-01T17:00:00Z"),
    timeZone: "America/Chicago",
  };
  await byHand?.requestOrder(String(held.id), window, new Date(Date.now() + 60 * minuteMs));
  await held.pursue();
  expect(await held.intents()).toMatchObject([{ state: "lost", outcome: "requested_by_hand" }]);
  expect(await byHand?.readOrder(String(held.id))).toMatchObject({ requestedByUs: expect.any(String) });
  await held.act({ act: "assign", userId: held.userId });
  await held.pursue();
  expect(await held.ending()).toEqual({ acceptances: [], charges: 0, units: 0 });
});

test("a request that was made by a worker that died is followed, and charged once the buyer grants it", async () => {
  const held = await givenHeld({ kind: "request" });
  await held.dieAt("pursue.after-call");
  await held.pursue();
  expect(await held.intents()).toMatchObject([{ state: "requested" }]);
  held.pass(30);
  await held.act({ act: "assign", userId: held.userId });
  await held.pursue();
  expect(await held.ending()).toEqual(charged);
});

test("a request found so late that it may have been made by hand keeps its time, and costs nothing once the buyer grants it", async () => {
  const held = await givenHeld({ kind: "request" });
  await held.dieAt("pursue.after-call");
  held.pass(3);
  await held.pursue();
  expect(await held.intents()).toMatchObject([{ state: "requested" }]);
  expect([await held.openHolds(), await held.units()]).toEqual([1, 1]);
  held.pass(30);
  await held.act({ act: "assign", userId: held.userId });
  await held.pursue();
  expect([await held.ending(), await held.openHolds()]).toEqual([free, 1]);
});

describe("what the buyer changed before the call is judged anew", () => {
  test.each([
    ["pay", { payCents: 9_000 }, "pays_too_little"],
    ["distance", { distanceMiles: 31 }, "too_far"],
  ])("%s no longer suits the rules: it is not called for, and the decision says why", async (rule, changes, why) => {
    const held = await givenHeld();
    await held.act({ act: "change", ...changes });
    await held.pursue();
    expect(await assigneeOf(outside, held.id)).toBeNull();
    expect(await held.intents()).toMatchObject([{ state: "lost", outcome: why }]);
    expect([await held.openHolds(), await held.units()]).toEqual([0, 0]);
    const [offer] = await held.offers();
    const last = (await readOffer(held.accountId, offer?.id ?? ""))?.decisions.find(({ outcome }) => outcome === "skip");
    expect(last?.results.filter(({ suits }) => !suits)).toEqual([{ rule, suits: false, why }]);
  });

  test.each([
    ["moved", { act: "reschedule", start: "2027-03-02T15:00:00Z" }],
    ["cancelled", { act: "cancel" }],
  ])("it is %s: it is not called for", async (outcome, what) => {
    const held = await givenHeld();
    await held.act(what);
    await held.pursue();
    expect(await assigneeOf(outside, held.id)).toBeNull();
    expect(await held.intents()).toMatchObject([{ state: "lost", outcome }]);
  });

  test("a change that still suits is accepted", async () => {
    const held = await givenHeld();
    await held.act({ act: "change", payCents: 10_000, distanceMiles: 30 });
    await held.pursue();
    expect(await held.ending()).toEqual(charged);
  });

  test.each([
    [{ payCents: 4_999 }, "pays_less_than_shown"],
    [{ distanceMiles: 91 }, "farther_than_shown"],
  ])("whoever took it by their own word gets what they were shown, or nothing (%o)", async (changes, outcome) => {
    const member = await givenReady(outside);
    const watch = watching(database, member);
    const { id } = await putUp(outside, member.userId, 1, { payCents: 5_000, distanceMiles: 90 });
    await watch.look();
    const [offer] = await watch.offers();
    expect(await takeAnyway(member.accountId, offer?.id ?? "")).toBeNull();
    await outside.control("POST", `/__orders/${id}`, { act: "change", ...changes });
    await watch.pursue();
    expect([await assigneeOf(outside, id), await watch.openHolds()]).toEqual([null, 0]);
    expect(await watch.intents()).toMatchObject([{ state: "lost", outcome }]);
  });
});
