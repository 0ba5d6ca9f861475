import type { RuleResult } from "@/db/schema";
import type { ListedOffer } from "@/lib/platforms/contract";
import { conflicts } from "@/lib/schedule/conflicts";
import type { TimeWindow } from "@/lib/schedule/time-window";
import { type Schedule, withinHours } from "@/lib/schedule/within-hours";

/** The rules that an offer is judged by, in the order in which they are shown. A new one: its name here, its line in `judge`, its test. */
export const ruleNames = ["plan", "platform", "kind", "future", "hours", "conflict", "pay", "distance", "cap"] as const;
export type RuleName = (typeof ruleNames)[number];

/** Why a rule does not suit. Codes; app/(member)/offers/rule-text.ts has the sentences. */
export type Misfit =
  | "no_active_plan"
  | "platform_off"
  | "buyer_decides"
  | "begun"
  | "no_hours"
  | "outside_hours"
  | "overlaps"
  | "no_rules"
  | "pays_too_little"
  | "distance_unknown"
  | "too_far"
  | "cap_reached";

/** The farthest that a rule can be set to, in miles. Who sets it so goes any distance, also one that a platform does not tell. */
export const anyDistanceMiles = 3_000;

/** All that decides besides the offer itself. */
export interface Circumstances {
  at: Date;
  planActive: boolean;
  permitted: boolean;
  schedule: Schedule;
  /** Times that holds and acceptances take. */
  busy: readonly TimeWindow[];
  /** Null before the member has saved any: then nothing is accepted. */
  rules: { minimumPayCents: number; maximumDistanceMiles: number; unitsPerMonth: number } | null;
  /** Units taken of the month in which the offer's work begins. */
  unitsTaken: number;
}

export interface Decision {
  outcome: "take" | "skip";
  results: RuleResult[];
}

function tooFar(distanceMiles: number | null, maximumMiles: number): Misfit | null {
  if (distanceMiles === null) return maximumMiles >= anyDistanceMiles ? null : "distance_unknown";
  return distanceMiles > maximumMiles ? "too_far" : null;
}

function judge(offer: ListedOffer, given: Circumstances): Record<RuleName, Misfit | null> {
  const { rules, schedule } = given;
  const window = { start: offer.windowStart, end: offer.windowEnd };
  const { distanceMiles } = offer;
  return {
    plan: given.planActive ? null : "no_active_plan",
    platform: given.permitted ? null : "platform_off",
    kind: offer.kind === "routed" ? null : "buyer_decides",
    future: offer.windowStart > given.at ? null : "begun",
    hours: schedule.hours.length === 0 ? "no_hours" : withinHours(window, schedule) ? null : "outside_hours",
    conflict: conflicts(window, given.busy) ? "overlaps" : null,
    pay: !rules ? "no_rules" : offer.payCents < rules.minimumPayCents ? "pays_too_little" : null,
    distance: !rules ? "no_rules" : tooFar(distanceMiles, rules.maximumDistanceMiles),
    cap: !rules ? "no_rules" : given.unitsTaken >= rules.unitsPerMonth ? "cap_reached" : null,
  };
}

/**
 * Judges one offer by every rule, so that the member can read each answer; it is taken when all of them suit. Pure: pay and distance
 * are compared here and kept nowhere, only whether they suited.
 */
export function decide(offer: ListedOffer, given: Circumstances): Decision {
  const judged = judge(offer, given);
  const results = ruleNames.map((rule) => ({ rule, suits: judged[rule] === null, why: judged[rule] }));
  return { outcome: results.every(({ suits }) => suits) ? "take" : "skip", results };
}

/** The same decision with one rule answered anew, after the database had the last word. */
export function withMisfit({ results }: Decision, rule: RuleName, why: Misfit): Decision {
  return { outcome: "skip", results: results.map((result) => (result.rule === rule ? { rule, suits: false, why } : result)) };
}
