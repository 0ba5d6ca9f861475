import { Temporal } from "temporal-polyfill";
import { type Caps, type Span, spans } from "@/db/queries/holds";
import type { RulesRow } from "@/db/queries/rules";
import type { RuleResult } from "@/db/schema";
import { hourMs, minuteMs } from "@/lib/base/clock";
import { type PlanGap, type PlanStanding, planGaps } from "@/lib/billing/plan";
import { capsOf } from "@/lib/orders/unit-spans";
import type { ListedOffer } from "@/lib/platforms/contract";
import { conflicts } from "@/lib/schedule/conflicts";
import { padded } from "@/lib/schedule/padded";
import type { TimeWindow } from "@/lib/schedule/time-window";
import { type Schedule, withinHours } from "@/lib/schedule/within-hours";

/** The rules that an offer is judged by, in the order in which they are shown. A new one: its name here, its line in `judge`, its test. */
export const ruleNames = [
  "plan",
  "platform",
  "future",
  "notice",
  "hours",
  "day",
  "length",
  "conflict",
  "pay",
  "distance",
  "type",
  "words",
  "withdrawal",
  "cap",
] as const;
export type RuleName = (typeof ruleNames)[number];

/** Why a rule does not suit. Codes; app/(member)/offers/rule-text.ts has the sentences. */
export type Misfit =
  | PlanGap
  | "platform_off"
  | "begun"
  | "too_soon"
  | "no_hours"
  | "outside_hours"
  | "blocked_day"
  | "not_preferred_day"
  | "too_short"
  | "too_long"
  | "overlaps"
  | "calendar_silent"
  | "no_rules"
  | "pays_too_little"
  | "pays_too_little_by_hour"
  | "pays_too_little_by_device"
  | "pays_too_little_on_average"
  | "pays_too_little_at_short_notice"
  | "distance_unknown"
  | "too_far"
  | "other_type"
  | "lacks_words"
  | "has_excluded_word"
  | "no_withdrawal"
  | "day_cap_reached"
  | "week_cap_reached"
  | "month_cap_reached";

/** What a rule finds that is for the member to say yes to: such an offer is asked about and never taken by itself. */
const askable = new Set<Misfit>(["not_preferred_day", "no_withdrawal", "calendar_silent"]);

/** The farthest that a rule can be set to, in miles. Who sets it so goes any distance, also one that a platform does not tell. */
export const anyDistanceMiles = 3_000;

/** All that decides besides the offer itself. */
export interface Circumstances {
  at: Date;
  plan: PlanStanding;
  permitted: boolean;
  schedule: Schedule;
  /** Times that holds, acceptances and calendars take. */
  busy: readonly TimeWindow[];
  /** Until when the member's calendars tell whether they are busy; null for a member without any. */
  toldUntil: Date | null;
  /** Null before the member has saved any: then nothing is accepted. */
  rules: RulesRow | null;
  /** Units taken of the day, week and month in which the offer's work begins. */
  unitsTaken: Record<Span, number>;
  /** How long before its start the platform still lets a provider withdraw without a mark; null when it does not say. */
  withdrawalFreeHours: number | null;
}

export interface Decision {
  /** `ask`: fits but for something that the member has to say yes to. */
  outcome: "take" | "ask" | "skip";
  results: RuleResult[];
}

function tooFar(distanceMiles: number | null, maximumMiles: number): Misfit | null {
  if (distanceMiles === null) return maximumMiles >= anyDistanceMiles ? null : "distance_unknown";
  return distanceMiles > maximumMiles ? "too_far" : null;
}

const below = (cents: number, floor: number | null) => floor !== null && cents < floor;

function paysTooLittle(offer: ListedOffer, rules: RulesRow, at: Date): Misfit | null {
  const { payCents, pay, hours } = offer;
  const leadMs = offer.windowStart.getTime() - at.getTime();
  if (below(payCents, rules.minimumPayCents)) return "pays_too_little";
  if (pay.kind === "hourly" && below(pay.rateCents, rules.minimumHourlyCents)) return "pays_too_little_by_hour";
  if (pay.kind === "device" && below(pay.rateCents, rules.minimumDeviceCents)) return "pays_too_little_by_device";
  if (below(payCents / hours, rules.minimumBlendedCents)) return "pays_too_little_on_average";
  const short = rules.leadTimeFloors.some((floor) => leadMs <= floor.withinHours * hourMs && payCents < floor.minimumPayCents);
  return short ? "pays_too_little_at_short_notice" : null;
}

function misfitOfDay(start: Date, timeZone: string, { blockedDays, preferredDays }: RulesRow): Misfit | null {
  const weekday = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(timeZone).dayOfWeek;
  if (blockedDays.includes(weekday)) return "blocked_day";
  return preferredDays.length > 0 && !preferredDays.includes(weekday) ? "not_preferred_day" : null;
}

function misfitOfTime(window: TimeWindow, { busy, toldUntil }: Circumstances): Misfit | null {
  if (conflicts(window, busy)) return "overlaps";
  return toldUntil !== null && window.end > toldUntil ? "calendar_silent" : null;
}

function misfitOfLength({ windowStart, windowEnd }: ListedOffer, { shortestMinutes, longestMinutes }: RulesRow): Misfit | null {
  const minutes = (windowEnd.getTime() - windowStart.getTime()) / minuteMs;
  if (shortestMinutes !== null && minutes < shortestMinutes) return "too_short";
  return longestMinutes !== null && minutes > longestMinutes ? "too_long" : null;
}

/** The offer's own text is looked through here and kept nowhere: only whether it suited. */
function misfitOfWords(text: string | null, { includeWords, excludeWords }: RulesRow): Misfit | null {
  const has = (word: string) => text?.includes(word.toLowerCase()) === true;
  if (excludeWords.some(has)) return "has_excluded_word";
  return includeWords.length > 0 && !includeWords.some(has) ? "lacks_words" : null;
}

const sameText = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();
const capMisfit = { day: "day_cap_reached", week: "week_cap_reached", month: "month_cap_reached" } as const;

/** Which cap leaves no room for one more unit; the shortest span first. */
export function fullCap(taken: Record<Span, number>, caps: Caps): Misfit | null {
  const full = spans.find((span) => taken[span] >= (caps[span] ?? Number.POSITIVE_INFINITY));
  return full ? capMisfit[full] : null;
}

function judge(offer: ListedOffer, given: Circumstances): Record<RuleName, Misfit | null> {
  const { at, rules, schedule, withdrawalFreeHours } = given;
  const window = { start: offer.windowStart, end: offer.windowEnd };
  const leadMs = offer.windowStart.getTime() - at.getTime();
  const ruled = (judged: (rules: RulesRow) => Misfit | null) => (rules ? judged(rules) : "no_rules");
  const inWithdrawal = withdrawalFreeHours !== null && leadMs < withdrawalFreeHours * hourMs;
  return {
    plan: planGaps[given.plan],
    platform: given.permitted ? null : "platform_off",
    future: leadMs > 0 ? null : "begun",
    notice: ruled(({ minimumNoticeMinutes }) => (leadMs < minimumNoticeMinutes * minuteMs ? "too_soon" : null)),
    hours: schedule.hours.length === 0 ? "no_hours" : withinHours(window, schedule) ? null : "outside_hours",
    day: ruled((own) => misfitOfDay(offer.windowStart, schedule.timeZone, own)),
    length: ruled((own) => misfitOfLength(offer, own)),
    conflict: misfitOfTime(padded(window, schedule), given),
    pay: ruled((own) => paysTooLittle(offer, own, at)),
    distance: ruled((own) => tooFar(offer.distanceMiles, own.maximumDistanceMiles)),
    type: ruled(({ types }) => (types.length === 0 || types.some((type) => sameText(type, offer.type)) ? null : "other_type")),
    words: ruled((own) => misfitOfWords(offer.text, own)),
    withdrawal: ruled(({ insideWithdrawal }) => (inWithdrawal && !insideWithdrawal ? "no_withdrawal" : null)),
    cap: ruled((own) => fullCap(given.unitsTaken, capsOf(own))),
  };
}

/** Whether rules look at an offer's own text, which the platform is asked for only then. */
export const looksAtText = (rules: RulesRow | null) => rules !== null && rules.includeWords.length + rules.excludeWords.length > 0;

/**
 * Judges one offer by every rule, so that the member can read each answer; it is taken when all of them suit. Pure: pay, distance and text
 * are looked at here and kept nowhere, only whether they suited.
 */
export function decide(offer: ListedOffer, given: Circumstances): Decision {
  const judged = judge(offer, given);
  const results = ruleNames.map((rule) => ({ rule, suits: judged[rule] === null, why: judged[rule] }));
  const misfits = ruleNames.map((rule) => judged[rule]).filter((misfit) => misfit !== null);
  const outcome = misfits.length === 0 ? "take" : misfits.every((misfit) => askable.has(misfit)) ? "ask" : "skip";
  return { outcome, results };
}

/** The same decision with one rule answered anew, after the database had the last word. */
export function withMisfit({ results }: Decision, rule: RuleName, why: Misfit): Decision {
  return { outcome: "skip", results: results.map((result) => (result.rule === rule ? { rule, suits: false, why } : result)) };
}
