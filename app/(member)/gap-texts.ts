import type { Gap } from "@/lib/orders/acceptance-gaps";
import type { NextStep } from "@/lib/web/form-state";

/** What is missing, as a sentence's part and as a sentence; and where the member mends it, null when only the operator can. */
export const gapTexts: Record<Gap, { text: string; step: NextStep | null }> = {
  account_suspended: { text: "Your account is suspended", step: null },
  paused: { text: "You have paused acceptance", step: { href: "/home#pause", label: "Resume" } },
  not_connected: { text: "No platform is connected", step: { href: "/connections", label: "Connect a platform" } },
  login_not_working: { text: "The platform has not taken your login", step: { href: "/connections", label: "See how your login stands" } },
  platform_off: { text: "The operator has switched the platform off", step: null },
  platform_changed: { text: "The platform answers in a way that is not known yet; the operator has been told", step: null },
  no_hours: { text: "No weekly hours are saved", step: { href: "/schedule#hours", label: "Set your hours" } },
  calendar_stale: {
    text: "A calendar of yours has not been read, so nobody knows when you are busy",
    step: { href: "/schedule#calendars", label: "See your calendars" },
  },
  no_rules: {
    text: "No rules are saved: least pay, distance and monthly limit",
    step: { href: "/schedule/rules", label: "Set your rules" },
  },
  no_units: { text: "Your monthly limit is 0 orders", step: { href: "/schedule/rules", label: "Raise your limit" } },
  no_active_plan: { text: "No plan is active", step: { href: "/billing", label: "Subscribe" } },
  plan_past_due: { text: "The payment for your plan has failed", step: { href: "/billing", label: "Change the card" } },
  plan_unpaid: { text: "Your plan is not paid", step: { href: "/billing", label: "Pay" } },
  plan_ended: { text: "Your plan has ended", step: { href: "/billing", label: "Subscribe again" } },
  terms_changed: {
    text: "The data security policy has a new version that you have not agreed to",
    step: { href: "/agreement", label: "See what changed, and agree" },
  },
  connection_off: {
    text: "Automatic acceptance is switched off",
    step: { href: "/connections", label: "Say what to do with offers" },
  },
  not_automatic: {
    text: "Offers are not accepted by themselves on this platform",
    step: { href: "/connections", label: "Change that" },
  },
};

/** Where to go on: the first of what is missing that the member can mend; null when nothing is. */
export function nextStep(missing: readonly Gap[]): NextStep | null {
  return missing.map((gap) => gapTexts[gap].step).find((step) => step !== null) ?? null;
}
