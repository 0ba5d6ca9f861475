import { transaction } from "@/db/client";
import { listReconcileRunRows, type ReconcileRunFilter } from "@/db/queries/list-reconcile-runs";
import type { ReconcileRun } from "@/db/queries/reconcile-runs";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";

type Staff = Extract<Actor, { kind: "staff" }>;
export type Comparison = ReconcileRun;

/** Comparisons of the books with Stripe's, a page at a time; they name nobody but who asked. @throws AppError forbidden. */
export async function listComparisons(actor: Staff, filter: ReconcileRunFilter): Promise<Comparison[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "money.read");
    return await listReconcileRunRows(tx, filter);
  });
}

/** The same as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportComparisons(
  actor: Staff,
  filter: Omit<ReconcileRunFilter, "cursor" | "limit">,
  reason: ExportReason,
): Promise<string> {
  return await exportList(actor, {
    name: "comparisons",
    permissions: ["money.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", state: filter.state, by: filter.by }),
    listed: "staff",
    page: (tx, cursor, limit) => listReconcileRunRows(tx, { ...filter, cursor, limit }),
    accountOf: () => null,
    head: ["id", "asked_by", "begun_at", "finished_at", "customers", "unread", "differences", "new_differences"],
    cells: ({ id, askedBy, createdAt, finishedAt, compared, unread, differences, fresh }) => [
      id,
      askedBy,
      createdAt.toISOString(),
      finishedAt?.toISOString() ?? "",
      String(compared),
      String(unread),
      String(differences),
      String(fresh),
    ],
  });
}
