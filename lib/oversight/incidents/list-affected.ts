import { type Tx, transaction } from "@/db/client";
import { type AffectedRow, type FindingRow, findFinding } from "@/db/queries/incident-findings";
import { type AffectedFilter, listAffectedRows } from "@/db/queries/list-affected";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import { AppError } from "@/lib/base/errors";
import { isId } from "@/lib/base/ids";
import type { Staff } from "@/lib/oversight/incidents/handle-incident";

/** One question of an incident, by which members are found. */
type Question = { incidentId: string; findingId: string };
export type ListedAffected = AffectedRow & { id: string };

async function requireFinding(tx: Tx, { incidentId, findingId }: Question): Promise<FindingRow> {
  const finding = isId(incidentId) && isId(findingId) ? await findFinding(tx, incidentId, findingId) : null;
  if (!finding) throw new AppError("not_found");
  return finding;
}

/**
 * Whom a question names, a page at a time: by their ids alone, so that no look is written down. Who they are their own page says.
 * @throws AppError forbidden; not_found for a question that is not this incident's.
 */
export async function listAffected(actor: Staff, question: Question, filter: AffectedFilter) {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "incidents.read");
    const { criteria, answeredAt } = await requireFinding(tx, question);
    return { criteria, answeredAt, rows: await listAffectedRows(tx, question.findingId, filter) };
  });
}

/** The same as CSV, each member's id with its line in the access log; times in UTC, ISO 8601. @throws AppError forbidden; not_found. */
export async function exportAffected(
  actor: Staff,
  question: Question,
  filter: Omit<AffectedFilter, "cursor" | "limit">,
  reason: ExportReason,
): Promise<string> {
  return await exportList(actor, {
    name: "affected",
    permissions: ["incidents.read", "lists.export"],
    reason,
    narrowed: { incident: question.incidentId, finding: question.findingId, ...narrowedBy({ search: "", openings: filter.openings }) },
    listed: "affected",
    page: async (tx, cursor, limit) => {
      await requireFinding(tx, question);
      return await listAffectedRows(tx, question.findingId, { ...filter, cursor, limit });
    },
    accountOf: ({ accountId }) => accountId,
    head: ["account_id", "lines", "openings", "first_at", "last_at"],
    cells: ({ accountId, lines, openings, firstAt, lastAt }) => [
      accountId,
      String(lines),
      String(openings),
      firstAt?.toISOString() ?? "",
      lastAt?.toISOString() ?? "",
    ],
  });
}
