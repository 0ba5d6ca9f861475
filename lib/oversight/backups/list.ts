import { transaction } from "@/db/client";
import type { BackupRun } from "@/db/queries/backup-runs";
import { type BackupRunFilter, listBackupRunRows } from "@/db/queries/list-backup-runs";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";

export type { BackupRun };

type Staff = Extract<Actor, { kind: "staff" }>;

/** Backups and rehearsals of a restore, a page at a time; nothing in them is of an account. @throws AppError forbidden. */
export async function listBackupRuns(actor: Staff, filter: BackupRunFilter): Promise<BackupRun[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "console.read");
    return await listBackupRunRows(tx, filter);
  });
}

const columns: [name: string, cell: (run: BackupRun) => string | null | undefined][] = [
  ["id", ({ id }) => id],
  ["kind", ({ kind }) => kind],
  ["result", ({ result }) => result],
  ["failed_at", ({ failedAt }) => failedAt],
  ["backup_taken_at", ({ takenAt }) => takenAt?.toISOString()],
  ["started_at", ({ startedAt }) => startedAt.toISOString()],
  ["finished_at", ({ finishedAt }) => finishedAt.toISOString()],
  ["rows", ({ rows }) => String(rows)],
  ["bytes", ({ bytes }) => String(bytes)],
  ["log_sequence", ({ logSequence }) => String(logSequence)],
  ["sha256", ({ digest }) => digest],
];

/** The same as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportBackupRuns(
  actor: Staff,
  filter: Omit<BackupRunFilter, "cursor" | "limit">,
  reason: ExportReason,
): Promise<string> {
  return await exportList(actor, {
    name: "backups",
    permissions: ["console.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", kind: filter.kind, result: filter.result }),
    listed: "staff",
    page: (tx, cursor, limit) => listBackupRunRows(tx, { ...filter, cursor, limit }),
    accountOf: () => null,
    head: columns.map(([name]) => name),
    cells: (run) => columns.map(([, cell]) => cell(run) ?? ""),
  });
}
