import { actorOf } from "@/db/client";
import { affectedIds, findFinding } from "@/db/queries/incident-findings";
import { insertDeliveries, insertNotice, markNoticeSent, type NoticeRow, reviewNotice } from "@/db/queries/incident-notices";
import { activeStaff } from "@/db/queries/members";
import { permissions } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import type { NoticeTemplate } from "@/lib/notices/incident-texts";
import { inIncident, type Staff } from "@/lib/oversight/incidents/handle-incident";
import { note } from "@/lib/oversight/incidents/note";

const reason = "asked_in_console";
const most = 1_000_000;

/**
 * Drafts a notice to those whom a finding names, of a template and codes. @throws AppError as inIncident; not_found; conflict with `reason`
 * nobody_affected while the finding is not answered, or names nobody
 */
export async function draftNotice(
  actor: Staff,
  incidentId: string,
  { findingId, template, facts }: { findingId: string; template: NoticeTemplate; facts: NoticeRow["facts"] },
): Promise<void> {
  await inIncident(actor, incidentId, async (tx, { drill }) => {
    const finding = await findFinding(tx, incidentId, findingId);
    if (!finding) throw new AppError("not_found");
    if (!finding.members) throw new AppError("conflict", { reason: "nobody_affected" });
    await insertNotice(tx, { incidentId, findingId, template, facts, drill, writtenBy: await actorOf(tx) });
    await note(tx, incidentId, { kind: "notice-draft", reason, facts: { template, members: finding.members } });
  });
}

/** Says of a draft that it is right. Whoever wrote it may, and it is marked as self-reviewed then. @throws AppError as inIncident; conflict with `reason` settled_already */
export async function review(actor: Staff, incidentId: string, noticeId: string): Promise<void> {
  await inIncident(actor, incidentId, async (tx) => {
    const reviewed = await reviewNotice(tx, { incidentId, id: noticeId }, await actorOf(tx), now());
    if (!reviewed) throw new AppError("conflict", { reason: "settled_already" });
    await note(tx, incidentId, { kind: "notice-review", reason, facts: { template: reviewed.template, self: reviewed.selfReviewed } });
  });
}

/**
 * Sends a reviewed notice to each member whom its finding names, once, by mail and to their page; in a drill to staff who handle incidents, and to no
 * member. Mails and deliveries are there exactly when the notice is sent. Clause 8b.
 * @throws AppError as inIncident; conflict with `reason` settled_already when it is not reviewed, or sent already
 */
export async function send(actor: Staff, incidentId: string, noticeId: string): Promise<void> {
  await inIncident(actor, incidentId, async (tx, { drill }) => {
    const at = now();
    const notice = await markNoticeSent(tx, { incidentId, id: noticeId }, at);
    if (!notice) throw new AppError("conflict", { reason: "settled_already" });
    const { template, findingId } = notice;
    const { from, to, data, advice } = notice.facts;
    const staff = drill ? await activeStaff(tx, permissions["incidents.handle"]) : [];
    const accountIds = drill ? staff.map(({ id }) => id) : await affectedIds(tx, incidentId, findingId, most);
    const facts = { template, from, to, data: data.join(","), advice: advice.join(","), drill: drill ? 1 : 0 };
    await insertDeliveries(tx, noticeId, accountIds, { facts, at });
    await note(tx, incidentId, { kind: "notice-sent", reason, facts: { template, to: accountIds.length, drill } });
  });
}
