import { describe, expect, test } from "vitest";
import { anyDistanceMiles, type Circumstances, decide, type Misfit, type RuleName, ruleNames } from "@/lib/orders/decide";
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
  planActive: true,
  permitted: true,
  schedule: { timeZone: "America/Chicago", hours: [{ weekday: 2, startMinute: 9 * 60, endMinute: 11 * 60 }] },
  busy: [{ start: new Date("2026-12-01T17:00:00Z"), end: new Date("2026-12-01T19:00:00Z") }],
  rules: { minimumPayCents: 10_000, maximumDistanceMiles: 30, unitsPerMonth: 5 },
  unitsTaken: 4,
};

test("an offer that just meets every rule is taken, and each rule says so", () => {
  const { outcome, results } = decide(offer, given);
  expect(outcome).toBe("take");
  expect(results).toEqual(ruleNames.map((rule) => ({ rule, suits: true, why: null })));
});

type Case = [RuleName, Misfit, Partial<ListedOffer>, Partial<Circumstances>];
const before = (iso: string) => ({ start: new Date("2026-12-01T10:00:00Z"), end: new Date(iso) });

describe("each rule alone is enough to skip, and says why", () => {
  test.each<Case>([
    ["plan", "no_active_plan", {}, { planActive: false }],
    ["platform", "platform_off", {}, { permitted: false }],
    ["kind", "buyer_decides", { kind: "request" }, {}],
    ["future", "begun", {}, { at: offer.windowStart }],
    ["hours", "no_hours", {}, { schedule: { timeZone: "UTC", hours: [] } }],
    ["hours", "outside_hours", { windowEnd: new Date("2026-12-01T17:00:01Z") }, { busy: [] }],
    ["conflict", "overlaps", {}, { busy: [before("2026-12-01T15:00:01Z")] }],
    ["pay", "pays_too_little", { payCents: 9_999 }, {}],
    ["distance", "too_far", { distanceMiles: 30.1 }, {}],
    ["distance", "distance_unknown", { distanceMiles: null }, {}],
    ["cap", "cap_reached", {}, { unitsTaken: 5 }],
  ])("%s: %s", (rule, why, offered, circumstances) => {
    const { outcome, results } = decide({ ...offer, ...offered }, { ...given, ...circumstances });
    expect(outcome).toBe("skip");
    expect(results.filter(({ suits }) => !suits)).toEqual([{ rule, suits: false, why }]);
  });
});

test("who goes any distance also goes one that the platform does not tell", () => {
  const rules = { minimumPayCents: 10_000, maximumDistanceMiles: anyDistanceMiles, unitsPerMonth: 5 };
  expect(decide({ ...offer, distanceMiles: null }, { ...given, rules }).outcome).toBe("take");
});

test("before any rules are saved nothing is taken", () => {
  const { outcome, results } = decide(offer, { ...given, rules: null });
  expect(outcome).toBe("skip");
  expect(results.filter(({ why }) => why === "no_rules").map(({ rule }) => rule)).toEqual(["pay", "distance", "cap"]);
});
