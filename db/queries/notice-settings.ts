import { and, eq, ne, or, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { noticeSettings } from "@/db/schema";

export type NoticeSettingsRow = typeof noticeSettings.$inferSelect;
export type NoticeChoices = Omit<NoticeSettingsRow, "accountId" | "changedAt">;

/** When a member wants to be told; null while they have said nothing. */
export async function findNoticeSettings(tx: Tx, accountId: string): Promise<NoticeChoices | null> {
  const [row] = await tx.select().from(noticeSettings).where(eq(noticeSettings.accountId, accountId));
  return row ?? null;
}

export async function putNoticeSettings(tx: Tx, accountId: string, choices: NoticeChoices, at: Date): Promise<void> {
  const said = { ...choices, changedAt: at };
  await tx
    .insert(noticeSettings)
    .values({ accountId, ...said })
    .onConflictDoUpdate({ target: noticeSettings.accountId, set: said });
}

/** Makes one kind "never". Whether that changed anything: the WHERE decides, so that of two at once one says yes. */
export async function stopKind(
  tx: Tx,
  accountId: string,
  kind: "questions" | "offers" | "work" | "connection",
  at: Date,
): Promise<boolean> {
  return await stop(tx, accountId, { [kind]: "never" }, ne(noticeSettings[kind], "never"), at);
}

/** Makes every kind that goes into the digest "never". Whether there was one. */
export async function stopDigest(tx: Tx, accountId: string, at: Date): Promise<boolean> {
  const { offers, work, connection } = noticeSettings;
  const inDigest = [offers, work, connection].map((kind) => eq(kind, "digest"));
  const unlessAtOnce = (kind: typeof offers | typeof work | typeof connection) =>
    sql`case when ${kind} = 'digest' then 'never' else ${kind} end`;
  const set = { offers: unlessAtOnce(offers), work: unlessAtOnce(work), connection: unlessAtOnce(connection) };
  return await stop(tx, accountId, set, or(...inDigest), at);
}

async function stop(tx: Tx, accountId: string, set: Record<string, string | SQL>, when: SQL | undefined, at: Date): Promise<boolean> {
  await tx.insert(noticeSettings).values({ accountId, changedAt: at }).onConflictDoNothing();
  const changed = await tx
    .update(noticeSettings)
    .set({ ...set, changedAt: at })
    .where(and(eq(noticeSettings.accountId, accountId), when))
    .returning({ accountId: noticeSettings.accountId });
  return changed.length > 0;
}
