import type { ConnectionRow } from "@/db/queries/connections";
import type { RulesRow } from "@/db/queries/rules";
import { type PlanStanding, planGaps } from "@/lib/billing/plan";
import { capsOf } from "@/lib/orders/unit-spans";

/** Everything that stops acceptance over a connection, in the order in which a member mends it. Codes; app/(member)/gap-texts.ts has the words. */
export const gaps = [
  "account_suspended",
  "paused",
  "not_connected",
  "login_not_working",
  "platform_off",
  "platform_changed",
  "no_hours",
  "calendar_stale",
  "no_rules",
  "no_units",
  "no_active_plan",
  "plan_past_due",
  "plan_unpaid",
  "plan_ended",
  "terms_changed",
  "connection_off",
  "not_automatic",
] as const;
export type Gap = (typeof gaps)[number];

/** All that has to be so, besides the offer itself, before the service may accept. */
export interface Standing {
  accountActive: boolean;
  /** Whether the member has paused acceptance. */
  paused: boolean;
  /** Null when nothing is connected. */
  connection: Pick<ConnectionRow, "state" | "mode"> | null;
  /** Whether the operator lets the service call the platform, and whether its answers are understood. */
  platform: "off" | "changed" | "on";
  hasHours: boolean;
  /** Whether a calendar of the member no longer tells when they are busy. */
  calendarStale: boolean;
  rules: RulesRow | null;
  plan: PlanStanding;
  /** Whether the member has agreed to the terms in force. */
  agreed: boolean;
}

/**
 * What stops acceptance; empty when offers that suit are accepted. The one place that decides it: the worker asks before it reserves
 * time and again before it calls the platform, and every page that says whether acceptance is on asks the same.
 */
export function gapsOf({ accountActive, paused, connection, platform, hasHours, calendarStale, rules, plan, agreed }: Standing): Gap[] {
  const stopped: Record<Gap, boolean> = {
    account_suspended: !accountActive,
    paused,
    not_connected: connection === null,
    login_not_working: connection !== null && connection.state !== "working",
    platform_off: connection !== null && platform === "off",
    platform_changed: connection !== null && platform === "changed",
    no_hours: !hasHours,
    calendar_stale: calendarStale,
    no_rules: rules === null,
    no_units: rules !== null && capsOf(rules).month === 0,
    no_active_plan: planGaps[plan] === "no_active_plan",
    plan_past_due: planGaps[plan] === "plan_past_due",
    plan_unpaid: planGaps[plan] === "plan_unpaid",
    plan_ended: planGaps[plan] === "plan_ended",
    terms_changed: !agreed,
    connection_off: connection === null || connection.mode === "off",
    not_automatic: connection !== null && connection.mode !== "off" && connection.mode !== "auto",
  };
  return gaps.filter((gap) => stopped[gap]);
}

/** What does not stop an order that the member takes by their own word: what they have told the service to do by itself. */
const ofAutomation = new Set<Gap>(["no_hours", "calendar_stale", "connection_off", "not_automatic"]);

/** What stops an order: one that the rules have taken, or one that the member has. */
export const gapsFor = (by: "rules" | "member", found: readonly Gap[]) =>
  by === "rules" ? found : found.filter((gap) => !ofAutomation.has(gap));
