import { type Tx, transaction } from "@/db/client";
import { type PurgedByRule, purgedByRule } from "@/db/queries/purge-receipts";
import { type RetentionId, retentionRules } from "@/db/retention";
import type { RetentionRule } from "@/db/retention-rule";
import type { Actor } from "@/lib/base/actor";
import { dayMs, hourMs, later, now } from "@/lib/base/clock";
import { timeOf } from "@/lib/terms/describe-data";

/** The purge runs every hour, and leaves a receipt of each rule at least every day: a rule without one for longer is overdue. */
const overdueMs = 26 * hourMs;
/** How far back the rows are counted that a rule has erased. */
export const latelyDays = 30;

/** A rule of the retention table, and what the receipts say of it. */
export interface Kept extends Pick<RetentionRule, "what"> {
  id: RetentionId;
  /** How long, in words. */
  keptFor: string;
  /** When the purge last went through it to its end; null when it never has. */
  lastAt: Date | null;
  /** Rows that it erased or emptied in the last 30 days. */
  rowsLately: number;
  isOverdue: boolean;
}

const isOverdue = (purged: PurgedByRule | undefined, at: Date) => !purged || purged.lastAt < later(at, -overdueMs);

async function receipts(tx: Tx, at: Date): Promise<Map<string, PurgedByRule>> {
  return new Map((await purgedByRule(tx, later(at, -latelyDays * dayMs))).map((purged) => [purged.rule, purged]));
}

/** How many rules are overdue. */
export async function countOverdueRules(tx: Tx, at: Date): Promise<number> {
  const found = await receipts(tx, at);
  return retentionRules.filter(({ id }) => isOverdue(found.get(id), at)).length;
}

/** How long everything is kept, and how the purge keeps to it (clause 7c). It tells of nobody, and anybody may read it. */
export async function readRetention(actor: Actor): Promise<Kept[]> {
  const at = now();
  const found = await transaction(actor, (tx) => receipts(tx, at));
  return retentionRules.map((rule) => {
    const { id, what } = rule;
    const purged = found.get(id);
    return {
      id,
      what,
      keptFor: timeOf(rule),
      lastAt: purged?.lastAt ?? null,
      rowsLately: purged?.rowsLately ?? 0,
      isOverdue: isOverdue(purged, at),
    };
  });
}
