import type { Misfit, RuleName } from "@/lib/orders/decide";

/** What each rule asks, as a member reads it. */
export const ruleTitles: Record<RuleName, string> = {
  plan: "Your plan is active",
  platform: "The platform is switched on",
  kind: "The first to accept has it",
  future: "It has not begun",
  hours: "It lies in your hours",
  conflict: "Your time is free",
  pay: "It pays enough",
  distance: "It is near enough",
  cap: "Your monthly limit has room",
};

/** Why a rule did not suit. */
export const misfitTexts: Record<Misfit, string> = {
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
export const lossTexts: Record<string, string> = {
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
export const misfitOf = (why: string | null): string => (why ? (misfitTexts[why as Misfit] ?? why) : "");
export const lossOf = (why: string | null): string => (why ? (lossTexts[why] ?? why) : "");
