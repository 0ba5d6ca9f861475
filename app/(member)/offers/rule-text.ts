import { formatMoney } from "@/app/_ui/money";
import type { Gap } from "@/lib/orders/acceptance-gaps";
import { anyDistanceMiles, type Misfit, type RuleName } from "@/lib/orders/decide";
import type { Rules } from "@/lib/orders/read-rules";
import type { Refusal } from "@/lib/orders/take-anyway";
import { gapTexts } from "../gap-texts";

/** What each rule looks at, as a member reads it. */
const ruleTitles: Record<RuleName, string> = {
  plan: "Plan",
  platform: "Platform",
  future: "Start of the work",
  notice: "Notice",
  hours: "Your hours",
  day: "Day of the week",
  length: "Length",
  conflict: "Your other work",
  pay: "Pay",
  distance: "Distance",
  type: "Type of work",
  words: "Words in it",
  withdrawal: "Withdrawing",
  cap: "Your limits",
};

/** "1 mile", "12 miles". */
export const plural = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;
/** Minutes as hours, such as "1.5 hours". */
export const hoursText = (minutes: number) => plural(Math.round((minutes / 60) * 100) / 100, "hour");
const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const days = (numbers: number[]) => numbers.map((number) => dayNames[number - 1]).join(", ");
/** What is set, joined; or what holds when nothing is. */
const joined = (parts: (string | false | null | 0)[], otherwise: string) => parts.filter(Boolean).join("; ") || otherwise;

/** What each rule asks for, with the member's own settings where it has one. */
export function settingsOf(rules: Rules | null): Record<RuleName, string> {
  const of = (told: (rules: Rules) => string) => (rules ? told(rules) : "No rules saved");
  return {
    plan: "Active",
    platform: "Switched on by the operator",
    future: "Still to come",
    notice: of((own) => (own.minimumNoticeMinutes > 0 ? `At least ${hoursText(own.minimumNoticeMinutes)} before` : "Any")),
    hours: "Wholly in your hours",
    day: of(({ preferredDays, blockedDays }) =>
      joined(
        [blockedDays.length > 0 && `Never ${days(blockedDays)}`, preferredDays.length > 0 && `By itself only ${days(preferredDays)}`],
        "Any",
      ),
    ),
    length: of(({ shortestMinutes, longestMinutes }) =>
      joined(
        [shortestMinutes && `At least ${hoursText(shortestMinutes)}`, longestMinutes && `At most ${hoursText(longestMinutes)}`],
        "Any",
      ),
    ),
    conflict: "None at the same time, nor in the time around it",
    pay: of(payOf),
    distance: of(({ maximumDistanceMiles }) => farthest(maximumDistanceMiles)),
    type: of(({ types }) => (types.length > 0 ? types.join(", ") : "Any")),
    words: of(({ includeWords, excludeWords }) =>
      joined(
        [includeWords.length > 0 && `One of ${includeWords.join(", ")}`, excludeWords.length > 0 && `None of ${excludeWords.join(", ")}`],
        "Any",
      ),
    ),
    withdrawal: of(({ insideWithdrawal }) => (insideWithdrawal ? "Also when it is too late to" : "Still possible without a mark")),
    cap: of(capOf),
  };
}

const farthest = (miles: number) => (miles >= anyDistanceMiles ? "Any distance" : `At most ${plural(miles, "mile")}`);
const floor = (cents: number | null, what: string) => cents !== null && `${formatMoney(cents)} ${what}`;

function payOf(rules: Rules): string {
  const parts = [
    floor(rules.minimumPayCents, "in all"),
    floor(rules.minimumBlendedCents, "an hour on average"),
    floor(rules.minimumHourlyCents, "an hour"),
    floor(rules.minimumDeviceCents, "a device"),
    ...rules.leadTimeFloors.map(({ withinHours, minimumPayCents }) => floor(minimumPayCents, `within ${plural(withinHours, "hour")}`)),
  ];
  return `At least ${joined(parts, "nothing")}`;
}

function capOf({ unitsPerDay, unitsPerWeek, unitsPerMonth, spendCapCents }: Rules): string {
  const parts = [
    unitsPerDay !== null && `${unitsPerDay} a day`,
    unitsPerWeek !== null && `${unitsPerWeek} a week`,
    `${unitsPerMonth} a month`,
    spendCapCents !== null && `${formatMoney(spendCapCents)} a month`,
  ];
  return `At most ${joined(parts, "")}`;
}

/** What an offer was like that suited a rule. */
const fitTexts: Record<RuleName, string> = {
  plan: "Your plan was active",
  platform: "The platform was switched on",
  future: "It had not begun",
  notice: "It was seen early enough",
  hours: "It was wholly in your hours",
  day: "It was on a day that you work",
  length: "Its length suited",
  conflict: "Your time was free",
  pay: "It paid enough",
  distance: "It was near enough",
  type: "It was your type of work",
  words: "Its words suited",
  withdrawal: "You could still withdraw",
  cap: "Your limits had room",
};

/** Why a rule did not suit. */
const misfitTexts: Record<Misfit, string> = {
  no_active_plan: "Your plan was not active",
  plan_past_due: "The payment for your plan had failed",
  plan_unpaid: "Your plan was not paid",
  plan_ended: "Your plan had ended",
  platform_off: "The platform was switched off by the operator",
  begun: "It had begun already",
  too_soon: "It began sooner than your least notice",
  no_hours: "You had no working hours saved",
  outside_hours: "It was not wholly in your hours",
  blocked_day: "You never work on that day of the week",
  not_preferred_day: "It was not on one of your preferred days, so you are asked first",
  too_short: "It was shorter than your shortest",
  too_long: "It was longer than your longest",
  overlaps: "It overlapped with time that is taken, or with the time you keep free around it",
  calendar_silent: "Your calendars did not say whether you are free then, so you are asked first",
  no_rules: "You had no rules saved",
  pays_too_little: "It paid less than your least pay",
  pays_too_little_by_hour: "It paid less for an hour than your least rate",
  pays_too_little_by_device: "It paid less for a device than your least rate",
  pays_too_little_on_average: "It paid less than your least average for an hour",
  pays_too_little_at_short_notice: "It paid less than you want at such short notice",
  distance_unknown: "The platform does not say how far it is, and your farthest distance is not set to any distance",
  too_far: "It was farther than your farthest distance",
  other_type: "It was another type of work",
  lacks_words: "None of the words that you want was in it",
  has_excluded_word: "A word that you do not want was in it",
  no_withdrawal: "It began too soon to withdraw from it without a mark, so you are asked first",
  day_cap_reached: "Your limit for that day was reached",
  week_cap_reached: "Your limit for that week was reached",
  month_cap_reached: "Your limit for that month was reached",
};

/** Why an order that was reserved for the member came to nothing. */
const lossTexts: Record<string, string> = {
  someone_else: "Somebody else has it",
  taken: "Somebody else was faster",
  gone: "The platform no longer shows it",
  cancelled: "Its buyer called it off",
  begun: "It began before it could be accepted",
  never_assigned: "The platform did not assign it, although it was accepted several times",
  connection_off: "Automatic acceptance was switched off before the platform was called",
  not_automatic: "Automatic acceptance was switched off before the platform was called",
  login_not_working: "Your login did not work when the platform was to be called",
  calendar_stale: "A calendar of yours could not be read any more when the platform was to be called",
  no_hours: "Your working hours were taken away before the platform was called",
  no_rules: "You had no rules saved any more when the platform was to be called",
  no_units: "Your monthly limit was set to 0 before the platform was called",
  account_suspended: "Your account was suspended before the platform was called",
  no_active_plan: "Your plan was not active any more when the platform was to be called",
  plan_past_due: "The payment for your plan had failed when the platform was to be called",
  plan_unpaid: "Your plan was not paid, so the platform was not called any more",
  plan_ended: "Your plan had ended, so the platform was not called any more",
  terms_changed: "The data security policy had a new version that you had not agreed to, so the platform was not called any more",
  platform_off: "The platform was switched off before it was called",
  login_refused: "The platform refused your login",
  paused: "You paused acceptance before the platform was called",
  platform_changed: "The platform began to answer in a way that is not known before it was called",
  moved: "The buyer moved it to another time",
  given_otherwise: "The buyer changed how it is given out",
  pays_less_than_shown: "It paid less by then than you were shown when you took it",
  farther_than_shown: "It was farther by then than you were shown when you took it",
  requested_by_hand: "You asked its buyer on the platform yourself, so that request is left to you and costs nothing here",
  refused_by_buyer: "The buyer gave it to nobody, or refused your request",
  request_expired: "The buyer did not answer in time",
  never_requested: "The platform did not take the request, although it was made several times",
  too_late_to_request: "It began too soon to ask the buyer for it",
  assigned_elsewhere: "You were given other work at that time, so the request was withdrawn",
  never_known: "The platform did not say what became of it until a day after its work was over, so it costs nothing",
  unlinked: "You unlinked the platform before it was settled, so it could not be followed any more",
  withdrawn_by_member: "You withdrew your request",
};

export const titleOf = (rule: string): string => ruleTitles[rule as RuleName] ?? rule;
/** What an offer was like by one rule: its misfit, or that it suited. */
export const findingOf = (rule: string, why: string | null): string => misfitOf(why) || (fitTexts[rule as RuleName] ?? "");
export const misfitOf = (why: string | null): string => (why ? (misfitTexts[why as Misfit] ?? why) : "");
export const lossOf = (why: string | null): string => (why ? (lossTexts[why] ?? misfitTexts[why as Misfit] ?? why) : "");

/** Why an offer cannot be taken by the member's own word, as a sentence without its full stop. */
export function refusalText(refusal: Refusal): string {
  if (refusal === "gone") return "It is no longer on offer, or was settled before";
  const text = refusalsOfOwn[refusal] ?? misfitTexts[refusal as Misfit];
  return text ?? gapTexts[refusal as Gap].text;
}
const refusalsOfOwn: Partial<Record<Refusal, string>> = {
  overlaps: "Its time overlaps with time that is taken, or with the time you keep free around it",
  begun: "It has begun already",
  no_rules: "You have no rules saved, so no limit to keep to",
  no_active_plan: "Your plan is not active",
  plan_past_due: "The payment for your plan has failed",
  plan_unpaid: "Your plan is not paid",
  plan_ended: "Your plan has ended",
  platform_off: "The operator has switched the platform off",
  day_cap_reached: "Your limit for that day is reached",
  week_cap_reached: "Your limit for that week is reached",
  month_cap_reached: "Your limit for that month is reached",
};
