import { formatMoney } from "@/app/_ui/money";
import { anyDistanceMiles, type Misfit, type RuleName } from "@/lib/orders/decide";
import type { Rules } from "@/lib/orders/read-rules";

/** What each rule looks at, as a member reads it. */
const ruleTitles: Record<RuleName, string> = {
  plan: "Plan",
  platform: "Platform",
  kind: "Who gets the order",
  future: "Start of the work",
  hours: "Your hours",
  conflict: "Your other work",
  pay: "Pay",
  distance: "Distance",
  cap: "Monthly limit",
};

/** What each rule asks for, with the member's own settings where it has one. */
export function settingsOf(rules: Rules | null): Record<RuleName, string> {
  const unset = "No rules saved";
  return {
    plan: "Active",
    platform: "Switched on by the operator",
    kind: "The first to accept it",
    future: "Still to come",
    hours: "Wholly in your weekly hours",
    conflict: "None at the same time",
    pay: rules ? `At least ${formatMoney(rules.minimumPayCents)}` : unset,
    distance: rules ? farthest(rules.maximumDistanceMiles) : unset,
    cap: rules ? `At most ${rules.unitsPerMonth} ${rules.unitsPerMonth === 1 ? "order" : "orders"}` : unset,
  };
}

const farthest = (miles: number) => (miles >= anyDistanceMiles ? "Any distance" : `At most ${miles} ${miles === 1 ? "mile" : "miles"}`);

/** What an offer was like that suited a rule. */
const fitTexts: Record<RuleName, string> = {
  plan: "Your plan was active",
  platform: "The platform was switched on",
  kind: "The first to accept it has it",
  future: "It had not begun",
  hours: "It was wholly in your hours",
  conflict: "Your time was free",
  pay: "It paid enough",
  distance: "It was near enough",
  cap: "Your limit had room",
};

/** Why a rule did not suit. */
const misfitTexts: Record<Misfit, string> = {
  no_active_plan: "Your plan was not active",
  platform_off: "The platform was switched off by the operator",
  buyer_decides: "The buyer decides who gets it; only orders that the first to accept has are taken",
  begun: "It had begun already",
  no_hours: "You had no working hours saved",
  outside_hours: "It was not wholly in your hours",
  overlaps: "It overlapped with time that is taken",
  no_rules: "You had no rules saved",
  pays_too_little: "It paid less than your least pay",
  distance_unknown: "The platform does not say how far it is, and your farthest distance is not set to any distance",
  too_far: "It was farther than your farthest distance",
  cap_reached: "Your monthly limit was reached",
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
  login_not_working: "Your login did not work when the platform was to be called",
  no_hours: "Your working hours were taken away before the platform was called",
  no_rules: "You had no rules saved any more when the platform was to be called",
  no_units: "Your monthly limit was set to 0 before the platform was called",
  account_suspended: "Your account was suspended before the platform was called",
  no_active_plan: "Your plan was not active any more when the platform was to be called",
  platform_off: "The platform was switched off before it was called",
  login_refused: "The platform refused your login",
};

export const titleOf = (rule: string): string => ruleTitles[rule as RuleName] ?? rule;
/** What an offer was like by one rule: its misfit, or that it suited. */
export const findingOf = (rule: string, why: string | null): string => misfitOf(why) || (fitTexts[rule as RuleName] ?? "");
export const misfitOf = (why: string | null): string => (why ? (misfitTexts[why as Misfit] ?? why) : "");
export const lossOf = (why: string | null): string => (why ? (lossTexts[why] ?? why) : "");
