import { transaction } from "@/db/client";
import { type EvidenceFilter, type ListedEvidence, listEvidenceRows } from "@/db/queries/clause-evidence";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";

type Staff = Extract<Actor, { kind: "staff" }>;

export type { ListedEvidence };

/** What staff have recorded for clauses, withdrawn evidence included, a page at a time. @throws AppError forbidden. */
export async function listEvidence(actor: Staff, filter: EvidenceFilter): Promise<ListedEvidence[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "evidence.read");
    return await listEvidenceRows(tx, filter, now());
  });
}

/** The same as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportEvidence(
  actor: Staff,
  filter: Omit<EvidenceFilter, "cursor" | "limit">,
  reason: ExportReason,
): Promise<string> {
  return await exportList(actor, {
    name: "evidence",
    permissions: ["evidence.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", clause: filter.clause, state: filter.state }),
    listed: "staff",
    page: (tx, cursor, limit) => listEvidenceRows(tx, { ...filter, cursor, limit }, now()),
    accountOf: () => null,
    head: ["id", "clause", "title", "text", "reference", "recorded_by", "author_role", "recorded_at", "valid_until", "withdrawn_at"],
    cells: ({ id, clause, title, text, reference, email, authorRole, recordedAt, validUntil, withdrawnAt }) => [
      id,
      clause,
      title,
      text,
      reference,
      email,
      authorRole,
      recordedAt.toISOString(),
      validUntil.toISOString(),
      withdrawnAt?.toISOString() ?? "",
    ],
  });
}
