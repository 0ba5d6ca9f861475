import { transaction } from "@/db/client";
import { claimDigestDay, leaveToLaterDigest, makeDigest, takeLeftMails } from "@/db/queries/digests";
import { giveMailUp, type MailRow } from "@/db/queries/outbox";
import { now } from "@/lib/base/clock";
import { stoppableKind } from "@/lib/notices/kinds";
import { type NoticeChoices, noticeSettingsOf } from "@/lib/notices/notice-settings";
import { isTemplate } from "@/lib/notices/templates";
import { dayOf, nextAtMinute } from "@/lib/notices/wall-clock";

/**
 * Makes an account's digest of the day out of what was left to it, if it is due. The day's row, the digest's mail and what it tells of
 * are one transaction, so that there is one digest a day whatever crashes, and none when nothing happened. What comes due on a day that
 * has had its digest, because the time was changed, waits for the next.
 */
export async function sendDigest(accountId: string): Promise<void> {
  await transaction({ kind: "system", job: "send-digest", accountId }, async (tx) => {
    const at = now();
    const left = await takeLeftMails(tx, accountId, at);
    const settings = await noticeSettingsOf(tx, accountId);
    const wanted = left.filter((mail) => isWanted(mail, settings)).map(({ id }) => id);
    for (const { id } of left) if (!wanted.includes(id)) await giveMailUp(tx, id, at);
    if (wanted.length === 0) return;
    if (await claimDigestDay(tx, accountId, dayOf(at, settings.timeZone), at)) await makeDigest(tx, accountId, wanted);
    else await leaveToLaterDigest(tx, wanted, nextAtMinute(at, settings.digestMinute, settings.timeZone));
  });
}

/** Whether the member has not said "never" since it was left. */
function isWanted({ template }: MailRow, settings: NoticeChoices): boolean {
  const kind = isTemplate(template) ? stoppableKind(template) : null;
  return kind !== null && kind !== "digest" && settings[kind] !== "never";
}
