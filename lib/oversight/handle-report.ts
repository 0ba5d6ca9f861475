import { transaction } from "@/db/client";
import { closeReport, listReportRows, type ReportRow } from "@/db/queries/reports";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

type Staff = Extract<Actor, { kind: "staff" }>;
export type ListedReport = ReportRow & { email: string };
const most = 200;

/** Reports of logins that were not the member's: those that wait first, then the newest, at most 200. @throws AppError forbidden. */
export async function listReports(actor: Staff): Promise<ListedReport[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "reports.read");
    const reports = await listReportRows(tx, most);
    await recordListed(
      tx,
      "reports",
      reports.map(({ accountId }) => accountId),
    );
    return reports;
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
