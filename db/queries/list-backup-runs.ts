import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { BackupRun } from "@/db/queries/backup-runs";
import { keyset } from "@/db/queries/keyset";
import { backupRuns } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

const b = backupRuns;
const sorts = { done: sql`${b.finishedAt}`, took: sql`(${b.finishedAt} - ${b.startedAt})`, size: sql`${b.bytes}` };

export type BackupRunFilter = Page<keyof typeof sorts> & { kind: BackupRun["kind"] | null; result: BackupRun["result"] | null };

/** Backups and rehearsals of a restore that a filter lets through, a page at a time. */
export async function listBackupRunRows(tx: Tx, filter: BackupRunFilter): Promise<BackupRun[]> {
  const { kind, result, sort, limit } = filter;
  const { past, order, turned } = keyset({ table: b, id: b.id, by: sorts[sort] }, filter);
  const rows = await tx
    .select()
    .from(b)
    .where(and(kind ? eq(b.kind, kind) : undefined, result ? eq(b.result, result) : undefined, past))
    .orderBy(...order)
    .limit(limit);
  return turned(rows);
}
