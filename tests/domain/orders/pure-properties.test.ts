import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { hourMs, minuteMs } from "@/lib/base/clock";
import type { PlanStanding } from "@/lib/billing/plan";
import { type Circumstances, decide, fullCap, ruleNames } from "@/lib/orders/decide";
import { openRules } from "@/lib/orders/save-rules";
import { capsOf, spanStarts, unitDay } from "@/lib/orders/unit-spans";
import type { ListedOffer } from "@/lib/platforms/contract";
import { conflicts, overlap } from "@/lib/schedule/conflicts";
import { padded } from "@/lib/schedule/padded";
import type { TimeWindow } from "@/lib/schedule/time-window";

const options = process.env.PROPERTY_SEED ? { seed: Number(process.env.PROPERTY_SEED) } : {};
const check = <Values extends [unknown, ...unknown[]]>(property: fc.IProperty<Values>, numRuns = 300) =>
  fc.assert(property, { ...options, numRuns });

const base = Date.UTC(2027, 2, 8);
const moment = fc.integer({ min: 0, max: 14 * 24 * 4 }).map((quarter) => new Date(base + quarter * 15 * minuteMs));
const window: fc.Arbitrary<TimeWindow> = fc
  .tuple(moment, fc.integer({ min: 1, max: 24 }))
  .map(([start, quarters]) => ({ start, end: new Date(start.getTime() + quarters * 15 * minuteMs) }));
const margins = fc.record({ beforeMinutes: fc.integer({ min: 0, max: 240 }), afterMinutes: fc.integer({ min: 0, max: 240 }) });
const timeZone = fc.constantFrom("America/Chicago", "America/Phoenix", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "UTC");
const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute: 0, endMinute: 1_440 }));

const offer: fc.Arbitrary<ListedOffer> = fc
  .record({
    externalId: fc.constant("1"),
    window,
    payCents: fc.integer({ min: 0, max: 40_000 }),
    distanceMiles: fc.option(fc.integer({ min: 0, max: 60 })),
    kind: fc.constantFrom("routed" as const, "request" as const),
  })
  .map(({ window: { start, end }, payCents, ...rest }) => ({
    ...rest,
    windowStart: start,
    windowEnd: end,
    timeZone: "America/Chicago",
    payCents,
    pay: { kind: "fixed", rateCents: payCents },
    hours: (end.getTime() - start.getTime()) / hourMs,
    text: null,
    type: "Point of Sale",
  }));
const cap = fc.option(fc.integer({ min: 1, max: 5 }));
const counted = fc.nat({ max: 5 });
const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  at: moment,
  plan: fc.oneof(
    { arbitrary: fc.constant<PlanStanding>("active"), weight: 12 },
    fc.constantFrom<PlanStanding>("past_due", "suspended", "ended", "none"),
  ),
  permitted: fc.constantFrom(true, true, true, false),
  schedule: fc.tuple(timeZone, margins).map(([zone, own]) => ({ timeZone: zone, hours, overrides: [], timeOff: [], ...own })),
  busy: fc.array(window, { maxLength: 4 }),
  rules: fc
    .record({ unitsPerDay: cap, unitsPerWeek: cap, unitsPerMonth: fc.nat({ max: 6 }), minimumPayCents: fc.nat({ max: 20_000 }) })
    .map((own) => ({ ...openRules, maximumDistanceMiles: 30, insideWithdrawal: false, preferredDays: [1, 2, 3, 4, 5], ...own })),
  unitsTaken: fc.record({ day: counted, week: counted, month: counted }),
  withdrawalFreeHours: fc.constantFrom(null, 24),
  toldUntil: fc.option(moment),
});

test("what is taken lies ahead, in free time with its margins, under every cap, with a plan, a permit, and pay enough", () => {
  let taken = 0;
  check(
    fc.property(offer, circumstances, (one, given) => {
      if (decide(one, given).outcome === "skip") return;
      taken += 1;
      const { at, schedule, busy, rules, unitsTaken, plan, permitted } = given;
      if (!rules) throw new Error("taken without rules");
      expect([plan, permitted, one.windowStart > at]).toEqual(["active", true, true]);
      expect(conflicts(padded({ start: one.windowStart, end: one.windowEnd }, schedule), busy)).toBe(false);
      expect(fullCap(unitsTaken, capsOf(rules))).toBeNull();
      expect(one.payCents).toBeGreaterThanOrEqual(rules.minimumPayCents);
      expect(one.distanceMiles ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(rules.maximumDistanceMiles);
    }),
    // One in fifty is taken.
    2_000,
  );
  expect(taken).toBeGreaterThan(0);
});

test("a decision answers every rule once, and its outcome follows from the answers", () => {
  check(
    fc.property(offer, circumstances, (one, given) => {
      const { outcome, results } = decide(one, given);
      expect(results.map(({ rule }) => rule)).toEqual(ruleNames);
      for (const { suits, why } of results) expect(suits).toBe(why === null);
      const misfits = results.filter(({ suits }) => !suits);
      expect(outcome === "take").toBe(misfits.length === 0);
      const askable = misfits.every(({ why }) => ["not_preferred_day", "no_withdrawal", "calendar_silent"].includes(why ?? ""));
      expect(outcome === "skip").toBe(!askable);
    }),
  );
});

test("less free time, fewer units or longer margins never make an offer fit that did not", () => {
  check(
    fc.property(offer, circumstances, window, (one, given, taken) => {
      if (decide(one, given).outcome !== "skip") return;
      const { schedule, unitsTaken } = given;
      const tighter: Circumstances = {
        ...given,
        busy: [...given.busy, taken],
        schedule: { ...schedule, beforeMinutes: schedule.beforeMinutes + 15, afterMinutes: schedule.afterMinutes + 15 },
        unitsTaken: { day: unitsTaken.day + 1, week: unitsTaken.week + 1, month: unitsTaken.month + 1 },
      };
      expect(decide(one, tighter).outcome).toBe("skip");
    }),
  );
});

test("padded work touches other padded work exactly when there is less between them than both margins", () => {
  check(
    fc.property(window, window, margins, (one, other, own) => {
      const [first, second] = one.start <= other.start ? [one, other] : [other, one];
      const betweenMinutes = (second.start.getTime() - first.end.getTime()) / minuteMs;
      expect(overlap(padded(one, own), padded(other, own))).toBe(betweenMinutes < own.beforeMinutes + own.afterMinutes);
    }),
  );
});

test("a day lies in the week of its Monday and the month of its first, and all days of a week share it", () => {
  check(
    fc.property(moment, timeZone, fc.nat({ max: 6 }), (at, zone, later) => {
      const day = unitDay(at, zone);
      const starts = spanStarts(day);
      expect(starts.day).toBe(day);
      const monday = Temporal.PlainDate.from(starts.week);
      expect(monday.dayOfWeek).toBe(1);
      expect(monday.until(day).days).toBeLessThanOrEqual(6);
      expect(Temporal.PlainDate.compare(monday, day)).toBeLessThanOrEqual(0);
      expect(spanStarts(monday.add({ days: later }).toString()).week).toBe(starts.week);
      expect(starts.month).toBe(`${day.slice(0, 8)}01`);
    }),
  );
});

test("a moment counts on the day that the clocks of the zone show", () => {
  check(
    fc.property(moment, timeZone, (at, zone) => {
      expect(unitDay(at, zone)).toBe(new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(at));
    }),
  );
});
