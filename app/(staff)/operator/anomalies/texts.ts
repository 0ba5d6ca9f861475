import type { BadgeTone } from "@/app/_ui/status-badge";
import type { ListedAnomaly } from "@/lib/oversight/anomalies/read-anomalies";
import { type Condition, measures, type Rule, ruleOf } from "@/lib/oversight/anomalies/rules";

type State = ListedAnomaly["state"];
export const stateNames: Record<State, string> = {
  open: "Waits",
  looked_at: "Being looked at",
  closed: "Closed",
  false_alarm: "False alarm",
};
export const stateTones: Record<State, BadgeTone> = { open: "bad", looked_at: "warn", closed: "good", false_alarm: "neutral" };
export const severityTones: Record<Rule["severity"], BadgeTone> = { high: "bad", medium: "warn", low: "info" };

export const titleOf = (rule: string): string => ruleOf(rule)?.title ?? rule;

/** A condition beside what was measured, as two cells of text. */
export function conditionText(condition: Condition): { what: string; threshold: string } {
  const threshold = "atLeast" in condition ? `at least ${condition.atLeast}` : `at most ${condition.atMost}`;
  return { what: measures[condition.measure], threshold };
}
