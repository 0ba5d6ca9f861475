import type { ConnectionRow } from "@/db/queries/connections";
import type { RulesRow } from "@/db/queries/rules";

/** Everything that stops acceptance over a connection, in the order in which a member mends it. Codes; app/(member)/gap-texts.ts has the words. */
export const gaps = [
  "account_suspended",
  "not_connected",
  "login_not_working",
  "platform_off",
  "no_hours",
  "no_rules",
  "no_units",
  "no_active_plan",
  "connection_off",
] as const;
export type Gap = (typeof gaps)[number];

/** All that has to be so, besides the offer itself, before the service may accept. */
export interface Standing {
  accountActive: boolean;
  /** Null when nothing is connected. */
  connection: Pick<ConnectionRow, "state" | "mode"> | null;
  /** Whether the operator lets the service call the platform. */
  permitted: boolean;
  hasHours: boolean;
  rules: Pick<RulesRow, "unitsPerMonth"> | null;
  planActive: boolean;
}

/**
 * What stops acceptance; empty when offers that suit are accepted. The one place that decides it: the worker asks before it reserves
 * time and again before it calls the platform, and every page that says whether acceptance is on asks the same.
 */
export function gapsOf({ accountActive, connection, permitted, hasHours, rules, planActive }: Standing): Gap[] {
  const stopped: Record<Gap, boolean> = {
    account_suspended: !accountActive,
    not_connected: connection === null,
    login_not_working: connection !== null && connection.state !== "working",
    platform_off: connection !== null && !permitted,
    no_hours: !hasHours,
    no_rules: rules === null,
    no_units: rules?.unitsPerMonth === 0,
    no_active_plan: !planActive,
    connection_off: connection?.mode !== "auto",
  };
  return gaps.filter((gap) => stopped[gap]);
}
