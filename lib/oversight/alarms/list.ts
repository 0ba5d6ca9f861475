import { transaction } from "@/db/client";
import type { AlarmRow } from "@/db/queries/alarms";
import { type AlarmFilter, listAlarmRows } from "@/db/queries/list-alarms";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";

export type { AlarmRow };

type Staff = Extract<Actor, { kind: "staff" }>;

/** What the service has noticed about itself, a page at a time. @throws AppError forbidden. */
export async function listAlarms(actor: Staff, filter: AlarmFilter): Promise<AlarmRow[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "console.read");
    return await listAlarmRows(tx, filter);
  });
}

/** The same as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportAlarms(actor: Staff, filter: Omit<AlarmFilter, "cursor" | "limit">, reason: ExportReason): Promise<string> {
  return await exportList(actor, {
    name: "alarms",
    permissions: ["console.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", state: filter.state, kind: filter.kind }),
    listed: "staff",
    page: (tx, cursor, limit) => listAlarmRows(tx, { ...filter, cursor, limit }),
    accountOf: () => null,
    head: ["id", "kind", "since", "ended_at"],
    cells: ({ id, kind, createdAt, endedAt }) => [id, kind, createdAt.toISOString(), endedAt?.toISOString() ?? ""],
  });
}
