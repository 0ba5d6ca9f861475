import { transaction } from "@/db/client";
import { listOwnNotices, markNoticeRead } from "@/db/queries/incident-notices";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { type NoticeText, noticeTemplateCodes, noticeText } from "@/lib/notices/incident-texts";

export type SecurityNotice = NoticeText & { id: string; at: Date; readAt: Date | null; drill: boolean };

/** The notices about incidents that an account was sent, in words, newest first; with `unread` those that it has not said to have read. */
export async function readOwnNotices(accountId: string, { unread }: { unread: boolean }): Promise<SecurityNotice[]> {
  const rows = await transaction({ kind: "member", accountId }, (tx) => listOwnNotices(tx, accountId, { unread }));
  return rows.flatMap(({ id, template, facts, drill, queuedAt, readAt }) => {
    const known = noticeTemplateCodes.find((code) => code === template);
    return known ? [{ ...noticeText(known, facts), id, at: queuedAt, readAt, drill }] : [];
  });
}

/** Notes that the member has read a notice. @throws AppError not_found when they have no such one that is unread. */
export async function sayRead(accountId: string, noticeId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await markNoticeRead(tx, accountId, noticeId, now()))) throw new AppError("not_found");
    await recordAccess(tx, { act: "notice.read", object: `notice:${noticeId}`, subject: accountId, reason: "member" });
  });
}
