import { type Tx, transaction } from "@/db/client";
import { findNoticeSettings, type NoticeChoices, putNoticeSettings } from "@/db/queries/notice-settings";
import { findTimeZone } from "@/db/queries/schedules";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import type { QuietHours } from "@/lib/notices/wall-clock";

export type { NoticeChoices };

/** Holds while a member has said nothing: everything at once, no quiet hours, a digest at six in the evening. */
const defaults: NoticeChoices = {
  questions: "at_once",
  offers: "at_once",
  work: "at_once",
  connection: "at_once",
  quietStartMinute: null,
  quietEndMinute: null,
  digestMinute: 18 * 60,
};

/** When a member wants to be told, and the time zone in which their hours are meant. */
export async function noticeSettingsOf(tx: Tx, accountId: string): Promise<NoticeChoices & { timeZone: string }> {
  const choices = (await findNoticeSettings(tx, accountId)) ?? defaults;
  return { ...choices, timeZone: (await findTimeZone(tx, accountId)) ?? "UTC" };
}

/** The hours in which no mail that can wait is sent; null when there are none. */
export function quietHoursOf({ quietStartMinute, quietEndMinute }: NoticeChoices): QuietHours | null {
  if (quietStartMinute === null || quietEndMinute === null) return null;
  return { startMinute: quietStartMinute, endMinute: quietEndMinute };
}

/** What the member's settings page shows. */
export async function readNoticeSettings(accountId: string): Promise<NoticeChoices & { timeZone: string }> {
  return await transaction({ kind: "member", accountId }, (tx) => noticeSettingsOf(tx, accountId));
}

/** Keeps when a member wants to be told. It counts from the next mail on, those that are held or left to a digest included. */
export async function saveNoticeSettings(accountId: string, choices: NoticeChoices): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    await putNoticeSettings(tx, accountId, choices, now());
    const { questions, offers, work, connection } = choices;
    const facts = { questions, offers, work, connection, quiet: choices.quietStartMinute !== null };
    await recordAccess(tx, { act: "notices.change", object: `account:${accountId}`, subject: accountId, reason: "member", facts });
  });
}
