import { transaction } from "@/db/client";
import { closeReport, findReport, listReportRows, type ReportFilter, type ReportRow } from "@/db/queries/reports";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { openIncident } from "@/lib/oversight/incidents/open-incident";

type Staff = Extract<Actor, { kind: "staff" }>;
export type ListedReport = ReportRow & { email: string };

/** Reports of logins that were not the member's, a page at a time. @throws AppError forbidden. */
export async function listReports(actor: Staff, filter: ReportFilter): Promise<ListedReport[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "reports.read");
    const found = await listReportRows(tx, filter);
    const accounts = found.map(({ accountId }) => accountId);
    await recordListed(tx, "reports", accounts);
    return found;
  });
}

/** The reports that a filter lets through as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportReports(actor: Staff, filter: Omit<ReportFilter, "cursor" | "limit">, reason: ExportReason): Promise<string> {
  return await exportList(actor, {
    name: "reports",
    permissions: ["reports.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", state: filter.state }),
    listed: "reports",
    page: (tx, cursor, limit) => listReportRows(tx, { ...filter, cursor, limit }),
    accountOf: ({ accountId }) => accountId,
    head: ["id", "account_id", "reported_at", "device", "network", "handled_at", "handled_by"],
    cells: ({ id, accountId, createdAt, device, network, handledAt, handledBy }) => [
      id,
      accountId,
      createdAt.toISOString(),
      device ?? "",
      network ?? "",
      handledAt?.toISOString() ?? "",
      handledBy ?? "",
    ],
  });
}

/** Notes that a report was dealt with, and by whom. @throws AppError forbidden; not_found when there is none that waits. */
export async function handleReport(actor: Staff, reportId: string): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "reports.handle");
    const report = await closeReport(tx, reportId, actor.staffId, now());
    if (!report) throw new AppError("not_found");
    const reason = "asked_in_console";
    await recordAccess(tx, { act: "report.handle", object: `report:${reportId}`, subject: report.accountId, reason });
  });
}

/** Opens an incident from a report of a login, once; it is known since the report. @throws AppError forbidden; not_found. */
export async function openFromReport(actor: Staff, reportId: string): Promise<string> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "incidents.handle");
    const report = await findReport(tx, reportId);
    if (!report) throw new AppError("not_found");
    const source = { by: "report", id: reportId } as const;
    return (await openIncident(tx, { kind: "stolen_login", severity: "medium", source, discoveredAt: report.createdAt })).incidentId;
  });
}
