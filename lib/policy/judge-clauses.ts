import type { ControlState } from "@/db/queries/controls";
import { minuteMs } from "@/lib/base/clock";
import type { Outcome } from "@/lib/oversight/seen";
import { type Check, type Control, worst } from "@/lib/policy/control";
import { controls } from "@/lib/policy/controls";
import type { ClauseId } from "@/lib/terms/policy";

/** A look is this late before what it saw counts no more: the worker may be restarting, or be busy. */
const graceMs = 5 * minuteMs;

export interface JudgedCheck {
  id: string;
  about: string;
  everyMs: number;
  result: Outcome;
  seen: string;
  /** How many things were looked at. */
  looked: number;
  /** When; null before the first look. */
  at: Date | null;
  since: Date | null;
}

export interface JudgedClause {
  clause: ClauseId;
  control: Control;
  /** The worst of its checks. */
  result: Outcome;
  /** What the check says that the result comes from. */
  seen: string;
  /** The oldest look that it rests on; null while one is missing. */
  at: Date | null;
  checks: JudgedCheck[];
}

function judgeCheck({ id, about, everyMs }: Check, state: ControlState | undefined, now: Date): JudgedCheck {
  const one = { id, about, everyMs };
  if (!state) return { ...one, result: "unknown", seen: "Not yet looked at.", looked: 0, at: null, since: null };
  const { looked, at, since } = state;
  const isStale = now.getTime() - at.getTime() > 2 * everyMs + graceMs;
  if (!isStale) return { ...one, result: state.result, seen: state.seen, looked, at, since };
  return { ...one, result: "unknown", seen: "The last look is too old to count.", looked: 0, at, since: at };
}

/** How the clauses stand at a moment, by the last look of each check. What nobody has looked at in time is unknown. */
export function judgeClauses(states: readonly ControlState[], now: Date): JudgedClause[] {
  const byId = new Map(states.map((state) => [state.checkId, state]));
  return Object.entries(controls).flatMap(([id, control]) => {
    if (!("checks" in control)) return [];
    const checks = control.checks.map((check) => judgeCheck(check, byId.get(check.id), now));
    const result = worst(checks.map((check) => check.result));
    const first = checks.find((check) => check.result === result);
    const moments = checks.map(({ at }) => at?.getTime() ?? Number.NaN);
    const oldest = Math.min(...moments);
    return [
      { clause: id as ClauseId, control, result, seen: first?.seen ?? "", at: Number.isNaN(oldest) ? null : new Date(oldest), checks },
    ];
  });
}
