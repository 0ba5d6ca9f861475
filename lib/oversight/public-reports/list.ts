import { transaction } from "@/db/client";
import { findPublicReport, listPublicReportRows, type PublicReportFilter, type PublicReportRow } from "@/db/queries/public-reports";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import { AppError } from "@/lib/base/errors";
import type { Staff } from "@/lib/oversight/incidents/handle-incident";
import { referenceOf } from "@/lib/oversight/public-reports/report";

export type ListedPublicReport = Omit<PublicReportRow, "secretHash"> & { reference: string };

const listed = ({ secretHash: _, ...row }: PublicReportRow): ListedPublicReport => ({ ...row, reference: referenceOf(row.id) });

/** Reports from outside, a page at a time. @throws AppError forbidden. */
export async function listPublicReports(actor: Staff, filter: PublicReportFilter): Promise<ListedPublicReport[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "reports.read");
    return (await listPublicReportRows(tx, filter)).map(listed);
  });
}

/** One report from outside. @throws AppError forbidden; not_found. */
export async function readReportFromOutside(actor: Staff, id: string): Promise<ListedPublicReport> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "reports.read");
    const row = await findPublicReport(tx, id);
    if (!row) throw new AppError("not_found");
    return listed(row);
  });
}

const columns: [name: string, cell: (row: ListedPublicReport) => string | undefined][] = [
  ["reference", ({ reference }) => reference],
  ["kind", ({ kind }) => kind],
  ["state", ({ state }) => state],
  ["outcome", ({ outcome }) => outcome ?? ""],
  ["received_at", ({ createdAt }) => createdAt.toISOString()],
  ["due_at", ({ dueAt }) => dueAt.toISOString()],
  ["looked_at", ({ lookedAt }) => lookedAt?.toISOString()],
  ["closed_at", ({ closedAt }) => closedAt?.toISOString()],
  ["contact", ({ contact }) => contact ?? ""],
  ["text", ({ text }) => text],
  ["answer", ({ answer }) => answer],
];

/** The same as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportPublicReports(
  actor: Staff,
  filter: Omit<PublicReportFilter, "cursor" | "limit">,
  reason: ExportReason,
): Promise<string> {
  return await exportList(actor, {
    name: "public-reports",
    permissions: ["reports.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", state: filter.state, kind: filter.kind }),
    listed: "reports",
    page: async (tx, cursor, limit) => (await listPublicReportRows(tx, { ...filter, cursor, limit })).map(listed),
    accountOf: () => null,
    head: columns.map(([name]) => name),
    cells: (row) => columns.map(([, cell]) => cell(row) ?? ""),
  });
}
