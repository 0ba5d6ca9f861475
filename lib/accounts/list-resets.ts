import { transaction } from "@/db/client";
import { type ListedReset, listResetRows, type ResetFilter, resetStates } from "@/db/queries/list-resets";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";

type Staff = Extract<Actor, { kind: "staff" }>;

export { type ListedReset, resetStates };

/** What is neither applied nor cancelled, what was asked for last first. */
export const openResets = { search: "", state: "open", sort: "asked", descending: true, cursor: null, limit: 100 } as const;

/** How one reset stands at `at`. */
export function resetStateOf({ appliedAt, cancelledAt, effectiveAt }: ListedReset, at: Date): Exclude<ResetFilter["state"], "open" | null> {
  if (appliedAt) return "applied";
  if (cancelledAt) return "cancelled";
  if (effectiveAt === null) return "waiting";
  return effectiveAt > at ? "counting" : "ready";
}

/** Resets of second factors, those that ended too, a page at a time. @throws AppError forbidden. */
export async function listFactorResets(actor: Staff, filter: ResetFilter): Promise<ListedReset[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "factors.read-resets");
    const resets = await listResetRows(tx, filter, now());
    await recordListed(
      tx,
      "resets",
      resets.map(({ accountId }) => accountId),
    );
    return resets;
  });
}

/** The same as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportFactorResets(
  actor: Staff,
  filter: Omit<ResetFilter, "cursor" | "limit">,
  reason: ExportReason,
): Promise<string> {
  const at = now();
  return await exportList(actor, {
    name: "factor-resets",
    permissions: ["factors.read-resets", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: filter.search, state: filter.state }),
    listed: "resets",
    page: (tx, cursor, limit) => listResetRows(tx, { ...filter, cursor, limit }, at),
    accountOf: ({ accountId }) => accountId,
    head: ["id", "account_id", "account", "state", "asked_by", "asked_at", "confirmed_by", "counts_from", "applied_at", "cancelled_at"],
    cells: (row) => [
      row.id,
      row.accountId,
      row.email,
      resetStateOf(row, at),
      row.askedByEmail ?? "host",
      row.createdAt.toISOString(),
      row.confirmedByEmail ?? "",
      row.effectiveAt?.toISOString() ?? "",
      row.appliedAt?.toISOString() ?? "",
      row.cancelledAt?.toISOString() ?? "",
    ],
  });
}
