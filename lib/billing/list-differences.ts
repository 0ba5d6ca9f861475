import { transaction } from "@/db/client";
import { type DifferenceFilter, type DifferenceRow, listDifferenceRows } from "@/db/queries/differences";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";

type Staff = Extract<Actor, { kind: "staff" }>;
/** `email` is whose it is; null when it is nobody's. */
export type ListedDifference = DifferenceRow & { email: string | null };

/** What differs, or once differed, from Stripe's books, a page at a time. @throws AppError forbidden. */
export async function listDifferences(actor: Staff, filter: DifferenceFilter): Promise<ListedDifference[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "money.read");
    const found = await listDifferenceRows(tx, filter);
    const accounts = found.map(({ accountId }) => accountId);
    await recordListed(tx, "differences", accounts);
    return found;
  });
}

/** The same as CSV; times in UTC, ISO 8601, money in cents. @throws AppError forbidden. */
export async function exportDifferences(
  actor: Staff,
  filter: Omit<DifferenceFilter, "cursor" | "limit">,
  reason: ExportReason,
): Promise<string> {
  return await exportList(actor, {
    name: "differences",
    permissions: ["money.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", state: filter.state, kind: filter.kind }),
    listed: "differences",
    page: (tx, cursor, limit) => listDifferenceRows(tx, { ...filter, cursor, limit }),
    accountOf: ({ accountId }) => accountId,
    head: ["id", "kind", "account_id", "ours", "theirs", "amount_cents", "found_at", "settled_at", "settled_how", "repair_asked_by"],
    cells: ({ id, kind, accountId, ours, theirs, amountCents, foundAt, settledAt, settledHow, repairAskedBy }) => [
      id,
      kind,
      accountId ?? "",
      ours,
      theirs,
      String(amountCents),
      foundAt.toISOString(),
      settledAt?.toISOString() ?? "",
      settledHow ?? "",
      repairAskedBy ?? "",
    ],
  });
}
