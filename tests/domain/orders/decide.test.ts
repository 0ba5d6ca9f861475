import { describe, expect, test } from "vitest";
import type { RulesRow } from "@/db/queries/rules";
import { anyDistanceMiles, type Circumstances, decide, looksAtText, type Misfit, type RuleName, ruleNames } from "@/lib/orders/decide";
import { openRules } from "@/lib/orders/save-rules";
import type { ListedOffer } from "@/lib/platforms/contract";

const offer: ListedOffer = {
  externalId: "1",
  windowStart: new Date("2026-12-01T15:00:00Z"),
  windowEnd: new Date("2026-12-01T17:00:00Z"),
  timeZone: "America/Chicago",
  payCents: 10_000,
  pay: { kind: "fixed", rateCents: 10_000 },
  hours: 2,
  text: null,
  distanceMiles: 30,
  type: "Point of Sale",
  kind: "routed",
};
const given: Circumstances = {
  at: new Date("2026-11-24T12:00:00Z"),
  plan: "active",
  permitted: true,
  schedule: {
    timeZone: "America/Chicago",
    hours: [{ weekday: 2, startMinute: 9 * 60, endMinute: 11 * 60 }],
    overrides: [],
    timeOff: [],
    beforeMinutes: 0,
    afterMinutes: 0,
  },
  busy: [{ start: new Date("2026-12-01T17:00:00Z"), end: new Date("2026-12-01T19:00:00Z") }],
  rules: {
    ...openRules,
    minimumPayCents: 10_000,
    maximumDistanceMiles: 30,
    unitsPerDay: 2,
    unitsPerWeek: 3,
    unitsPerMonth: 5,
    minimumNoticeMinutes: 147 * 60,
    shortestMinutes: 120,
    longestMinutes: 120,
  },
  toldUntil: new Date("2026-12-01T18:00:00Z"),
  unitsTaken: { day: 1, week: 2, month: 4 },
  withdrawalFreeHours: 24,
};
const ruled = (rules: Partial<RulesRow>) => ({
  rules: { ...openRules, minimumPayCents: 0, maximumDistanceMiles: 30, unitsPerMonth: 5, ...rules },
});

test("an offer that just meets every rule is taken, and each rule says so", () => {
  const { outcome, results } = decide(offer, given);
  expect(outcome).toBe("take");
  expect(results).toEqual(ruleNames.map((rule) => ({ rule, suits: true, why: null })));
});

type Case = [RuleName, Misfit, Partial<ListedOffer>, Partial<Circumstances>];
const until = (iso: string) => ({ start: new Date("2026-12-01T10:00:00Z"), end: new Date(iso) });

describe("each rule alone is enough to skip, and says why", () => {
  test.each<Case>([
    ["plan", "no_active_plan", {}, { plan: "none" }],
    ["plan", "plan_past_due", {}, { plan: "past_due" }],
    ["plan", "plan_unpaid", {}, { plan: "suspended" }],
    ["plan", "plan_ended", {}, { plan: "ended" }],
    ["platform", "platform_off", {}, { permitted: false }],
    ["future", "begun", {}, { at: offer.windowStart, ...ruled({ insideWithdrawal: true }) }],
    ["notice", "too_soon", {}, { at: new Date("2026-11-25T12:00:00.001Z") }],
    ["hours", "no_hours", {}, { schedule: { ...given.schedule, hours: [] } }],
    ["hours", "outside_hours", { windowEnd: new Date("2026-12-01T17:00:01Z") }, { busy: [], ...ruled({}) }],
    ["day", "blocked_day", {}, ruled({ blockedDays: [2] })],
    ["length", "too_short", { windowEnd: new Date("2026-12-01T16:59:00Z") }, {}],
    ["length", "too_long", { windowStart: new Date("2026-12-01T15:00:00Z") }, ruled({ longestMinutes: 119 })],
    ["conflict", "overlaps", {}, { schedule: { ...given.schedule, afterMinutes: 1 } }],
    ["conflict", "overlaps", {}, { busy: [until("2026-12-01T14:31:00Z")], schedule: { ...given.schedule, beforeMinutes: 30 } }],
    ["pay", "pays_too_little_by_hour", { pay: { kind: "hourly", rateCents: 4_999 } }, ruled({ minimumHourlyCents: 5_000 })],
    ["pay", "pays_too_little_by_device", { pay: { kind: "device", rateCents: 999 } }, ruled({ minimumDeviceCents: 1_000 })],
    ["pay", "pays_too_little_on_average", { payCents: 9_999 }, ruled({ minimumBlendedCents: 5_000 })],
    [
      "pay",
      "pays_too_little_at_short_notice",
      {},
      ruled({
        leadTimeFloors: [
          { withinHours: 171, minimumPayCents: 10_001 },
          { withinHours: 1, minimumPayCents: 99_999 },
        ],
      }),
    ],
    ["type", "other_type", { type: "Cabling" }, ruled({ types: ["Point of Sale", "Printer"] })],
    ["words", "lacks_words", { text: "replace a printer" }, ruled({ includeWords: ["Cable", "register"] })],
    ["words", "has_excluded_word", { text: "carry a ladder upstairs" }, ruled({ excludeWords: ["Ladder"] })],
    ["conflict", "overlaps", {}, { busy: [until("2026-12-01T15:00:01Z")] }],
    ["pay", "pays_too_little", { payCents: 9_999 }, {}],
    ["distance", "too_far", { distanceMiles: 30.1 }, {}],
    ["distance", "distance_unknown", { distanceMiles: null }, {}],
    ["cap", "day_cap_reached", {}, { unitsTaken: { day: 2, week: 2, month: 4 } }],
    ["cap", "week_cap_reached", {}, { unitsTaken: { day: 1, week: 3, month: 4 } }],
    ["cap", "month_cap_reached", {}, { unitsTaken: { day: 1, week: 2, month: 5 } }],
    ["cap", "month_cap_reached", {}, ruled({ spendCapCents: 4 * 2_500 + 2_499 })],
  ])("%s: %s", (rule, why, offered, circumstances) => {
    const { outcome, results } = decide({ ...offer, ...offered }, { ...given, ...circumstances });
    expect(outcome).toBe("skip");
    expect(results.filter(({ suits }) => !suits)).toEqual([{ rule, suits: false, why }]);
  });
});

describe("what a member has to say yes to is asked about, and outweighs no rule that does not suit", () => {
  test.each<Case>([
    ["day", "not_preferred_day", {}, ruled({ preferredDays: [3, 4] })],
    ["conflict", "calendar_silent", {}, { toldUntil: new Date("2026-12-01T16:59:59Z") }],
    ["withdrawal", "no_withdrawal", {}, { ...ruled({}), at: new Date("2026-11-30T15:00:00.001Z") }],
  ])("%s: %s", (rule, why, offered, circumstances) => {
    const asked = decide({ ...offer, ...offered }, { ...given, ...circumstances });
    expect(asked.outcome).toBe("ask");
    expect(asked.results.filter(({ suits }) => !suits)).toEqual([{ rule, suits: false, why }]);
    expect(decide({ ...offer, ...offered }, { ...given, ...circumstances, permitted: false }).outcome).toBe("skip");
  });

  test("unless they have said so once and for all, or the platform has no such window", () => {
    const late = { at: new Date("2026-12-01T14:00:00Z"), ...ruled({}) };
    expect(decide(offer, { ...given, ...late, ...ruled({ insideWithdrawal: true }) }).outcome).toBe("take");
    expect(decide(offer, { ...given, ...late, withdrawalFreeHours: null }).outcome).toBe("take");
  });
});

test("words are looked for whatever their case, types whatever their spaces, and only what is set is looked at", () => {
  const wanted = ruled({ includeWords: ["REGISTER"], excludeWords: ["ladder"], types: [" point of sale "] });
  expect(decide({ ...offer, text: "install a cash register" }, { ...given, ...wanted }).outcome).toBe("take");
  expect(looksAtText(given.rules)).toBe(false);
  expect(looksAtText(wanted.rules)).toBe(true);
});

test("an order that its buyer gives away is judged as any other", () => {
  expect(decide({ ...offer, kind: "request" }, given).outcome).toBe("take");
});

test("who goes any distance also goes one that the platform does not tell", () => {
  expect(decide({ ...offer, distanceMiles: null }, { ...given, ...ruled({ maximumDistanceMiles: anyDistanceMiles }) }).outcome).toBe(
    "take",
  );
});

test("before any rules are saved nothing is taken", () => {
  const { outcome, results } = decide(offer, { ...given, rules: null });
  expect(outcome).toBe("skip");
  expect(results.filter(({ why }) => why === "no_rules").map(({ rule }) => rule)).toEqual([
    "notice",
    "day",
    "length",
    "pay",
    "distance",
    "type",
    "words",
    "withdrawal",
    "cap",
  ]);
});
