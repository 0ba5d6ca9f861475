import { and, asc, desc, eq, inArray, isNull, lte, notInArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { outbox } from "@/db/schema";

export type MailRow = typeof outbox.$inferSelect;
export type NewMail = Pick<MailRow, "template" | "accountId" | "subjectId" | "facts">;

export async function insertMail(tx: Tx, mail: NewMail): Promise<void> {
  await tx.insert(outbox).values(mail);
}

export async function insertMails(tx: Tx, mails: readonly NewMail[]): Promise<void> {
  if (mails.length > 0) await tx.insert(outbox).values([...mails]);
}

/** Of mails that wait for a digest none goes out by itself. */
const waiting = and(isNull(outbox.sentAt), isNull(outbox.givenUpAt), isNull(outbox.digestAt));

/** Some templates alone, or all but some. */
export type OfTemplates = { only?: readonly string[]; but?: readonly string[] };

/** Ids of the mails of these templates, or of all, whose next attempt is due, longest due first. */
export async function dueMails(tx: Tx, at: Date, limit: number, { only, but }: OfTemplates = {}): Promise<string[]> {
  const wanted = [only && inArray(outbox.template, [...only]), but && notInArray(outbox.template, [...but])];
  const rows = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(waiting, lte(outbox.nextAttemptAt, at), ...wanted))
    .orderBy(asc(outbox.nextAttemptAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/**
 * Takes a mail that is due for one attempt: counts it, and puts the next one off, so that no other job sends the mail meanwhile and a
 * crash during the attempt is followed by another. Null when it is sent, given up, or not due: the WHERE decides.
 */
export async function takeMail(tx: Tx, id: string, at: Date): Promise<MailRow | null> {
  const [row] = await tx
    .update(outbox)
    .set({
      attempts: sql`${outbox.attempts} + 1`,
      nextAttemptAt: sql`${at.toISOString()}::timestamptz + least(interval '1 minute' * power(2, least(${outbox.attempts}, 10)), interval '2 hours')`,
    })
    .where(and(eq(outbox.id, id), waiting, lte(outbox.nextAttemptAt, at)))
    .returning();
  return row ?? null;
}

/** Ids of an account's mails of some templates that are neither sent nor given up, oldest first. */
export async function waitingMailsOf(tx: Tx, accountId: string, templates: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(waiting, eq(outbox.accountId, accountId), inArray(outbox.template, [...templates])))
    .orderBy(asc(outbox.createdAt));
  return rows.map(({ id }) => id);
}

export async function markMailSent(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .update(outbox)
    .set({ sentAt: at })
    .where(and(eq(outbox.id, id), waiting));
}

export async function giveMailUp(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .update(outbox)
    .set({ givenUpAt: at })
    .where(and(eq(outbox.id, id), waiting));
}

/** Gives up the mails of a processor's change that wait to go to these accounts. Returns whose each was, and how often it had been tried. */
export async function giveAnnouncementsUp(
  tx: Tx,
  changeId: string,
  accountIds: readonly string[],
  at: Date,
): Promise<Pick<MailRow, "accountId" | "attempts">[]> {
  const ofChange = and(sql`${outbox.template} = 'processor-change'`, eq(outbox.subjectId, changeId));
  return await tx
    .update(outbox)
    .set({ givenUpAt: at })
    .where(and(ofChange, inArray(outbox.accountId, [...accountIds]), waiting))
    .returning({ accountId: outbox.accountId, attempts: outbox.attempts });
}

/** Holds a mail that was taken back until then, as if it had not been tried. */
export async function holdMail(tx: Tx, id: string, until: Date): Promise<void> {
  await tx
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} - 1`, nextAttemptAt: until })
    .where(and(eq(outbox.id, id), waiting));
}

/** Leaves a mail that was taken to the digest that is due then. */
export async function leaveToDigest(tx: Tx, id: string, digestAt: Date): Promise<void> {
  await tx
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} - 1`, digestAt })
    .where(and(eq(outbox.id, id), waiting));
}

/** The newest mails, sent or not. */
export async function newestMails(tx: Tx, limit: number): Promise<MailRow[]> {
  return await tx.select().from(outbox).orderBy(desc(outbox.createdAt)).limit(limit);
}
