import { transaction } from "@/db/client";
import { type ControlDay, controlDaysSince, listControlStates, newestEvidence } from "@/db/queries/controls";
import { dayMs, later, now } from "@/lib/base/clock";
import { type JudgedClause, judgeClauses } from "@/lib/policy/judge-clauses";

export const historyDays = 90;

/** What a day was like: `gaps` when it held, but could not be seen at some time. Null for a day without a look. */
export type DayOutcome = "holds" | "gaps" | "unknown" | "fails" | null;
export interface HistoryDay {
  /** In UTC, such as 2026-03-04. */
  day: string;
  outcome: DayOutcome;
}

export interface TrustedClause extends JudgedClause {
  /** The last 90 days, the oldest first. */
  history: HistoryDay[];
}

export interface Trust {
  clauses: TrustedClause[];
  /** The newest signed statement; null before the first. */
  statement: { sequence: number; signedAt: Date } | null;
  at: Date;
}

function outcomeOf(days: readonly ControlDay[]): DayOutcome {
  const sum = (key: "holds" | "fails" | "unknown") => days.reduce((all, day) => all + day[key], 0);
  if (sum("fails") > 0) return "fails";
  if (sum("holds") > 0) return sum("unknown") > 0 ? "gaps" : "holds";
  return sum("unknown") > 0 ? "unknown" : null;
}

function historyOf(clause: JudgedClause, byDay: Map<string, ControlDay[]>, at: Date): HistoryDay[] {
  const ids = new Set(clause.checks.map(({ id }) => id));
  return Array.from({ length: historyDays }, (_, index) => {
    const day = later(at, (index + 1 - historyDays) * dayMs)
      .toISOString()
      .slice(0, 10);
    return { day, outcome: outcomeOf((byDay.get(day) ?? []).filter(({ checkId }) => ids.has(checkId))) };
  });
}

/** How every clause stands, and stood; anybody may read it, and it tells of nobody. */
export async function readTrust(): Promise<Trust> {
  const at = now();
  const from = later(at, (1 - historyDays) * dayMs)
    .toISOString()
    .slice(0, 10);
  return await transaction({ kind: "visitor" }, async (tx) => {
    const byDay = Map.groupBy(await controlDaysSince(tx, from), ({ day }) => day);
    const newest = await newestEvidence(tx);
    return {
      clauses: judgeClauses(await listControlStates(tx), at).map((clause) => ({ ...clause, history: historyOf(clause, byDay, at) })),
      statement: newest ? { sequence: newest.sequence, signedAt: newest.signedAt } : null,
      at,
    };
  });
}
