import type { Tx } from "@/db/client";
import { isOfferIn } from "@/db/queries/offers";
import { giveMailUp, holdMail, leaveToDigest, type MailRow } from "@/db/queries/outbox";
import { isUrgent, stoppableKind } from "@/lib/notices/kinds";
import { noticeSettingsOf, quietHoursOf } from "@/lib/notices/notice-settings";
import type { TemplateName } from "@/lib/notices/templates";
import { nextAtMinute, quietUntil } from "@/lib/notices/wall-clock";

type Aside = "unwanted" | "over" | "left" | "held";

/**
 * What becomes of a mail that was taken for sending: null when it goes out now, else what was done with it instead. Mail about the
 * account and its bills always goes out. Decided as it is sent, so that what the member has changed meanwhile counts.
 */
export async function putAside(tx: Tx, mail: MailRow, template: TemplateName, at: Date): Promise<Aside | null> {
  const kind = stoppableKind(template);
  const { accountId } = mail;
  if (kind === null || accountId === null) return null;
  const settings = await noticeSettingsOf(tx, accountId);
  const choice = kind === "digest" ? "at_once" : settings[kind];
  const useless = choice === "never" ? "unwanted" : (await isOver(tx, mail, template, at)) ? "over" : null;
  if (useless) {
    await giveMailUp(tx, mail.id, at);
    return useless;
  }
  if (choice === "digest" && !isUrgent(template, mail.facts)) {
    await leaveToDigest(tx, mail.id, nextAtMinute(at, settings.digestMinute, settings.timeZone));
    return "left";
  }
  const quiet = quietHoursOf(settings);
  const until = quiet && quietUntil(at, quiet, settings.timeZone);
  if (!until) return null;
  await holdMail(tx, mail.id, until);
  return "held";
}

/** Whether a mail about an offer has come too late: it was answered, taken or withdrawn, or its work has begun. */
async function isOver(tx: Tx, { facts }: MailRow, template: TemplateName, at: Date): Promise<boolean> {
  if (template !== "offer-asks" && template !== "offer-fits") return false;
  if (new Date(String(facts.windowStart)) <= at) return true;
  return !(await isOfferIn(tx, String(facts.offerId), template === "offer-asks" ? "asking" : "notified"));
}
