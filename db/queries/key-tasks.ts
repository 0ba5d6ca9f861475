import { and, desc, eq, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { isVaultFrozen } from "@/db/queries/stops";
import { keyStatus, keyTasks } from "@/db/schema";

export type KeyTask = typeof keyTasks.$inferSelect;
export type KeyTaskKind = KeyTask["kind"];
export type KeyStatusRow = typeof keyStatus.$inferSelect;

/** Adds a task that is due at `dueAt`. Null when one of its kind is under way. */
export async function insertKeyTask(tx: Tx, task: { kind: KeyTaskKind; askedBy: string; dueAt: Date }): Promise<string | null> {
  const { kind, askedBy, dueAt } = task;
  const rows = await tx.insert(keyTasks).values({ kind, askedBy, nextStepAt: dueAt }).onConflictDoNothing().returning({ id: keyTasks.id });
  return rows[0]?.id ?? null;
}

/** Has a task of this kind that waits begin now. Its id; null when none is under way. */
export async function hastenKeyTask(tx: Tx, kind: KeyTaskKind, at: Date): Promise<string | null> {
  const rows = await tx
    .update(keyTasks)
    .set({ nextStepAt: sql`least(${keyTasks.nextStepAt}, ${at.toISOString()}::timestamptz)` })
    .where(and(eq(keyTasks.kind, kind), isNull(keyTasks.finishedAt)))
    .returning({ id: keyTasks.id });
  return rows[0]?.id ?? null;
}

/** Whether new keys for all connections are asked for and cannot be made, since the vault is frozen. */
export async function isRotationFrozen(tx: Tx): Promise<boolean> {
  const open = await tx.$count(keyTasks, and(eq(keyTasks.kind, "rotate-connections"), isNull(keyTasks.finishedAt)));
  return open > 0 && (await isVaultFrozen(tx));
}

export async function findKeyTask(tx: Tx, id: string): Promise<KeyTask | null> {
  const [row] = await tx.select().from(keyTasks).where(eq(keyTasks.id, id));
  return row ?? null;
}

/** The latest tasks, newest first. */
export async function listKeyTasks(tx: Tx, limit: number): Promise<KeyTask[]> {
  return await tx.select().from(keyTasks).orderBy(desc(keyTasks.createdAt)).limit(limit);
}

/** Tasks to begin, or to go on with. */
export async function dueKeyTasks(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: keyTasks.id })
    .from(keyTasks)
    .where(and(isNotNull(keyTasks.nextStepAt), lte(keyTasks.nextStepAt, at)))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Takes a task in hand, and writes down when to go on with it should this process die. Null when it has ended. */
export async function beginKeyTask(tx: Tx, id: string, at: Date, againAt: Date): Promise<KeyTask | null> {
  const [row] = await tx
    .update(keyTasks)
    .set({ nextStepAt: againAt, startedAt: sql`coalesce(${keyTasks.startedAt}, ${at.toISOString()}::timestamptz)` })
    .where(and(eq(keyTasks.id, id), isNull(keyTasks.finishedAt)))
    .returning();
  return row ?? null;
}

/** Writes down how far a task has come. */
export async function noteKeyTask(
  tx: Tx,
  id: string,
  progress: Partial<Pick<KeyTask, "newKeyId" | "total" | "done" | "failed" | "nextStepAt" | "finishedAt">>,
): Promise<void> {
  await tx
    .update(keyTasks)
    .set(progress)
    .where(and(eq(keyTasks.id, id), isNull(keyTasks.finishedAt)));
}

export async function putKeyStatus(tx: Tx, status: Omit<KeyStatusRow, "id">): Promise<void> {
  await tx.insert(keyStatus).values(status).onConflictDoUpdate({ target: keyStatus.id, set: status });
}

/** How the keys stand, as the worker last wrote it down; null before it has. */
export async function readKeyStatus(tx: Tx): Promise<KeyStatusRow | null> {
  const [row] = await tx.select().from(keyStatus);
  return row ?? null;
}

/** When the worker last wrote down how its keys stand, for anybody; null before it has. */
export async function workerSeenAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.execute<{ at: string | null }>(sql`select lookup.worker_seen_at() as at`);
  return row?.at ? new Date(row.at) : null;
}
