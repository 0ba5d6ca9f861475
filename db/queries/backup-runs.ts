import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { backupRuns } from "@/db/schema";

export type BackupRun = typeof backupRuns.$inferSelect;

export async function insertBackupRun(tx: Tx, run: Omit<BackupRun, "id">): Promise<void> {
  await tx.insert(backupRuns).values(run);
}

/** Backups and rehearsals, or one of the two kinds, newest first. */
export async function newestBackupRuns(tx: Tx, limit: number, kind?: BackupRun["kind"]): Promise<BackupRun[]> {
  const ofKind = kind ? eq(backupRuns.kind, kind) : undefined;
  return await tx.select().from(backupRuns).where(ofKind).orderBy(desc(backupRuns.finishedAt)).limit(limit);
}

/** The newest backup, or rehearsal, that came to its end; null when there has been none. */
export async function newestDone(tx: Tx, kind: BackupRun["kind"]): Promise<BackupRun | null> {
  const done = and(eq(backupRuns.kind, kind), eq(backupRuns.result, "done"));
  const [row] = await tx.select().from(backupRuns).where(done).orderBy(desc(backupRuns.finishedAt)).limit(1);
  return row ?? null;
}
