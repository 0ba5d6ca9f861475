import { transaction } from "@/db/client";
import { controlDaysSince, listControlStates, newestEvidence } from "@/db/queries/controls";
import { dayMs, later, now } from "@/lib/base/clock";
import { dayOf, type HistoryDay, historyDays, historyOf } from "@/lib/policy/history";
import { type JudgedClause, judgeClauses } from "@/lib/policy/judge-clauses";

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

/** How every clause stands, and stood; anybody may read it, and it tells of nobody. */
export async function readTrust(): Promise<Trust> {
  const at = now();
  return await transaction({ kind: "visitor" }, async (tx) => {
    const days = await controlDaysSince(tx, dayOf(later(at, (1 - historyDays) * dayMs)));
    const newest = await newestEvidence(tx);
    return {
      clauses: judgeClauses(await listControlStates(tx), at).map((clause) => ({ ...clause, history: historyOf(clause.checks, days, at) })),
      statement: newest ? { sequence: newest.sequence, signedAt: newest.signedAt } : null,
      at,
    };
  });
}
