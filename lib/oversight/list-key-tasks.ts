import { transaction } from "@/db/client";
import type { KeyTask } from "@/db/queries/key-tasks";
import { type KeyTaskFilter, listKeyTaskRows } from "@/db/queries/list-key-tasks";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";

type Staff = Extract<Actor, { kind: "staff" }>;

/** Rotations and retirements of keys, a page at a time. @throws AppError forbidden. */
export async function listKeyTasks(actor: Staff, filter: KeyTaskFilter): Promise<KeyTask[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "keys.read");
    return await listKeyTaskRows(tx, filter);
  });
}

const columns: [name: string, cell: (task: KeyTask) => string | null | undefined][] = [
  ["id", ({ id }) => id],
  ["kind", ({ kind }) => kind],
  ["asked_by", ({ askedBy }) => askedBy],
  ["asked_at", ({ createdAt }) => createdAt.toISOString()],
  ["next_step_at", ({ nextStepAt }) => nextStepAt?.toISOString()],
  ["started_at", ({ startedAt }) => startedAt?.toISOString()],
  ["finished_at", ({ finishedAt }) => finishedAt?.toISOString()],
  ["keys", ({ total }) => total?.toString()],
  ["done", ({ done }) => String(done)],
  ["left_as_they_were", ({ failed }) => String(failed)],
  ["new_root_key", ({ newKeyId }) => newKeyId],
];

/** The same as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportKeyTasks(actor: Staff, filter: Omit<KeyTaskFilter, "cursor" | "limit">, reason: ExportReason): Promise<string> {
  return await exportList(actor, {
    name: "key-tasks",
    permissions: ["keys.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", kind: filter.kind, state: filter.state }),
    listed: "staff",
    page: (tx, cursor, limit) => listKeyTaskRows(tx, { ...filter, cursor, limit }),
    accountOf: () => null,
    head: columns.map(([name]) => name),
    cells: (task) => columns.map(([, cell]) => cell(task) ?? ""),
  });
}
