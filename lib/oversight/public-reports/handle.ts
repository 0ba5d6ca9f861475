import { transaction } from "@/db/client";
import { findPublicReport, handlePublicReportRow } from "@/db/queries/public-reports";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import type { Staff } from "@/lib/oversight/incidents/handle-incident";
import { openIncident } from "@/lib/oversight/incidents/open-incident";

export const outcomes = ["mended", "accepted", "no_fault", "duplicate", "unfit"] as const;
export type ReportOutcome = (typeof outcomes)[number];
/** Says that somebody looks at a report, or, with an outcome, what came of it; the reporter reads both. @throws AppError forbidden; not_found when it is closed. */
export async function answerReport(
  actor: Staff,
  id: string,
  { outcome, answer }: { outcome: ReportOutcome | null; answer: string },
): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "reports.handle");
    const at = now();
    const state = outcome === null ? "looking" : "closed";
    const change = { state, outcome, answer, handledBy: actor.staffId, closedAt: outcome === null ? null : at } as const;
    if (!(await handlePublicReportRow(tx, id, change, at))) throw new AppError("not_found");
    await recordAccess(tx, { act: "public-report.handle", object: `public-report:${id}`, subject: null, reason: outcome ?? "looking" });
  });
}

/** Opens an incident from a report from outside, once, and says that it is looked at. @throws AppError forbidden; not_found. */
export async function openFromPublicReport(actor: Staff, id: string): Promise<string> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "incidents.handle");
    const found = await findPublicReport(tx, id);
    if (!found) throw new AppError("not_found");
    const kind = found.kind === "vulnerability" ? "vulnerability" : "unauthorised_access";
    const { incidentId, isNew } = await openIncident(tx, {
      kind,
      severity: "high",
      source: { by: "public-report", id },
      discoveredAt: found.createdAt,
    });
    if (isNew && found.state === "received") {
      const change = { state: "looking", outcome: null, answer: found.answer, handledBy: actor.staffId, closedAt: null } as const;
      await handlePublicReportRow(tx, id, change, now());
    }
    return incidentId;
  });
}
