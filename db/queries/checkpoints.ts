import { asc, desc, eq, gt, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { checkpointExports, checkpoints, tombstones } from "@/db/schema";

export type CheckpointRow = typeof checkpoints.$inferSelect;
export type TombstoneRow = typeof tombstones.$inferSelect;

/** The newest; null before the first. */
export async function newestCheckpoint(tx: Tx): Promise<CheckpointRow | null> {
  const [row] = await newestCheckpoints(tx, 1);
  return row ?? null;
}

/** So many of the newest, the newest first. */
export async function newestCheckpoints(tx: Tx, limit: number): Promise<CheckpointRow[]> {
  return await tx.select().from(checkpoints).orderBy(desc(checkpoints.number)).limit(limit);
}

/** The one of a number; null where there is none. */
export async function findCheckpoint(tx: Tx, number: number): Promise<CheckpointRow | null> {
  const [row] = await tx.select().from(checkpoints).where(eq(checkpoints.number, number));
  return row ?? null;
}

/** Fails when there is one of that number: of two that sign at once, one is kept. */
export async function insertCheckpoint(tx: Tx, row: CheckpointRow): Promise<void> {
  await tx.insert(checkpoints).values(row);
}

/** Those after a number, in their order. */
export async function checkpointsAfter(tx: Tx, number: number, limit: number): Promise<CheckpointRow[]> {
  return await tx.select().from(checkpoints).where(gt(checkpoints.number, number)).orderBy(asc(checkpoints.number)).limit(limit);
}

/** Those that have not been written elsewhere yet, in their order. */
export async function unexportedCheckpoints(tx: Tx, limit: number): Promise<CheckpointRow[]> {
  const rows = await tx
    .select({ checkpoint: checkpoints })
    .from(checkpoints)
    .leftJoin(checkpointExports, eq(checkpointExports.number, checkpoints.number))
    .where(isNull(checkpointExports.number))
    .orderBy(asc(checkpoints.number))
    .limit(limit);
  return rows.map(({ checkpoint }) => checkpoint);
}

export async function markExported(tx: Tx, number: number, exportedAt: Date): Promise<void> {
  await tx.insert(checkpointExports).values({ number, exportedAt }).onConflictDoNothing();
}

/** The newest that has been written elsewhere, and when; null before the first. */
export async function newestExported(tx: Tx): Promise<{ sequence: number; number: number; exportedAt: Date } | null> {
  const [row] = await tx
    .select({ number: checkpoints.number, sequence: checkpoints.sequence, exportedAt: checkpointExports.exportedAt })
    .from(checkpointExports)
    .innerJoin(checkpoints, eq(checkpoints.number, checkpointExports.number))
    .orderBy(desc(checkpointExports.number))
    .limit(1);
  return row ?? null;
}

/** Every tombstone, in order. There is one a month or so. */
export async function listTombstones(tx: Tx): Promise<TombstoneRow[]> {
  return await tx.select().from(tombstones).orderBy(asc(tombstones.through));
}
