import { and, desc, eq, isNotNull, isNull, lte, max } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { reconcileRuns } from "@/db/schema";

export type ReconcileRun = typeof reconcileRuns.$inferSelect;

/** Adds a run that is due now. Its id; null when one is under way. */
export async function insertReconcileRun(tx: Tx, askedBy: string, at: Date): Promise<string | null> {
  const rows = await tx.insert(reconcileRuns).values({ askedBy, nextStepAt: at }).onConflictDoNothing().returning({ id: reconcileRuns.id });
  return rows[0]?.id ?? null;
}

export async function dueReconcileRuns(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: reconcileRuns.id })
    .from(reconcileRuns)
    .where(and(isNotNull(reconcileRuns.nextStepAt), lte(reconcileRuns.nextStepAt, at)))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Takes a run in hand, and writes down when to go on with it should this process die. Null when it has ended. */
export async function beginReconcileStep(tx: Tx, id: string, againAt: Date): Promise<ReconcileRun | null> {
  const [row] = await tx
    .update(reconcileRuns)
    .set({ nextStepAt: againAt })
    .where(and(eq(reconcileRuns.id, id), isNull(reconcileRuns.finishedAt)))
    .returning();
  return row ?? null;
}

/** Writes down how far a run has come. */
export async function noteReconcileRun(tx: Tx, id: string, progress: Partial<Omit<ReconcileRun, "id">>): Promise<void> {
  await tx
    .update(reconcileRuns)
    .set(progress)
    .where(and(eq(reconcileRuns.id, id), isNull(reconcileRuns.finishedAt)));
}

/** When the latest run ended that could read every customer; null when none has. */
export async function lastWholeComparison(tx: Tx): Promise<Date | null> {
  const whole = and(isNotNull(reconcileRuns.finishedAt), eq(reconcileRuns.unread, 0));
  const [row] = await tx
    .select({ at: max(reconcileRuns.finishedAt) })
    .from(reconcileRuns)
    .where(whole);
  return row?.at ?? null;
}

/** The latest runs, newest first. */
export async function listReconcileRuns(tx: Tx, limit: number): Promise<ReconcileRun[]> {
  return await tx.select().from(reconcileRuns).orderBy(desc(reconcileRuns.createdAt)).limit(limit);
}
