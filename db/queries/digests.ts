import { and, asc, eq, inArray, isNotNull, isNull, lte } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { MailRow } from "@/db/queries/outbox";
import { noticeDigests, outbox } from "@/db/schema";

const left = and(isNotNull(outbox.digestAt), isNull(outbox.digestId), isNull(outbox.givenUpAt));

/** Accounts that have mails left to a digest that is due. */
export async function dueDigests(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ id: outbox.accountId })
    .from(outbox)
    .where(and(left, lte(outbox.digestAt, at)))
    .limit(limit);
  return rows.flatMap(({ id }) => (id === null ? [] : [id]));
}

/** The account's mails that are left to a digest that is due, locked: of jobs at once one has them. */
export async function takeLeftMails(tx: Tx, accountId: string, at: Date): Promise<MailRow[]> {
  return await tx
    .select()
    .from(outbox)
    .where(and(left, eq(outbox.accountId, accountId), lte(outbox.digestAt, at)))
    .orderBy(asc(outbox.createdAt))
    .for("update");
}

/** Claims the account's digest of a day, as YYYY-MM-DD. False when that day has had its digest. */
export async function claimDigestDay(tx: Tx, accountId: string, day: string, at: Date): Promise<boolean> {
  const rows = await tx
    .insert(noticeDigests)
    .values({ accountId, day, madeAt: at })
    .onConflictDoNothing()
    .returning({ day: noticeDigests.day });
  return rows.length > 0;
}

/** Queues the digest's own mail and puts what it tells of under it. */
export async function makeDigest(tx: Tx, accountId: string, mailIds: string[]): Promise<void> {
  const [mail] = await tx.insert(outbox).values({ template: "digest", accountId, facts: {} }).returning({ id: outbox.id });
  if (!mail) throw new Error("the digest was not queued");
  await tx.update(outbox).set({ digestId: mail.id }).where(inArray(outbox.id, mailIds));
}

export async function leaveToLaterDigest(tx: Tx, mailIds: string[], digestAt: Date): Promise<void> {
  await tx.update(outbox).set({ digestAt }).where(inArray(outbox.id, mailIds));
}

/** What a digest tells of, oldest first. */
export async function mailsInDigest(tx: Tx, digestId: string): Promise<Pick<MailRow, "template" | "facts" | "createdAt">[]> {
  return await tx
    .select({ template: outbox.template, facts: outbox.facts, createdAt: outbox.createdAt })
    .from(outbox)
    .where(eq(outbox.digestId, digestId))
    .orderBy(asc(outbox.createdAt));
}
