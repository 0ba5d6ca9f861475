import { and, desc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { waitForTurn } from "@/db/queries/turn";
import { mailLinks } from "@/db/schema";

export type MailLinkRow = typeof mailLinks.$inferSelect;
export type NewMailLink = Pick<MailLinkRow, "kind" | "accountId" | "expiresAt"> & Partial<Pick<MailLinkRow, "email" | "sessionId">>;

/** Adds the right that a link will give. Returns its id, the subject of the mail that carries the link. */
export async function insertMailLink(tx: Tx, link: NewMailLink): Promise<string> {
  const [row] = await tx.insert(mailLinks).values(link).returning({ id: mailLinks.id });
  if (!row) throw new Error("the link was not added");
  return row.id;
}

/**
 * Takes back an account's links of these kinds that nobody has used, or those of them that were made after `madeAfter`. Mails that carry
 * one and were not sent yet are then not sent.
 */
export async function takeBackLinks(tx: Tx, accountId: string, kinds: MailLinkRow["kind"][], madeAfter?: Date): Promise<void> {
  const made = madeAfter ? gt(mailLinks.createdAt, madeAfter) : undefined;
  await tx.delete(mailLinks).where(and(eq(mailLinks.accountId, accountId), inArray(mailLinks.kind, kinds), isNull(mailLinks.usedAt), made));
}

/** Adds a link and takes every earlier one of its kind back. One after the other, so that of links asked for at once the last alone counts. */
export async function replaceMailLink(tx: Tx, link: NewMailLink): Promise<string> {
  await waitForTurn(tx, `mail-link:${link.kind}:${link.accountId}`);
  await takeBackLinks(tx, link.accountId, [link.kind]);
  return await insertMailLink(tx, link);
}

/** The address that an account has asked to have and has not confirmed yet, and until when it can; null when there is none. */
export async function pendingAddress(tx: Tx, accountId: string, at: Date): Promise<{ email: string; expiresAt: Date } | null> {
  const [row] = await tx
    .select({ email: mailLinks.email, expiresAt: mailLinks.expiresAt })
    .from(mailLinks)
    .where(
      and(eq(mailLinks.accountId, accountId), eq(mailLinks.kind, "confirm-email"), isNull(mailLinks.usedAt), gt(mailLinks.expiresAt, at)),
    )
    .orderBy(desc(mailLinks.createdAt))
    .limit(1);
  return row?.email ? { email: row.email, expiresAt: row.expiresAt } : null;
}

export async function findMailLink(tx: Tx, id: string): Promise<MailLinkRow | null> {
  const [row] = await tx.select().from(mailLinks).where(eq(mailLinks.id, id));
  return row ?? null;
}

type Claims = { id: string; generation: number };

/** What a link that is unused and in time gives, before it is known who holds it. Changes nothing. */
export type OpenLink = { id: string; accountId: string; email: string | null; sessionId: string | null; createdAt: Date; expiresAt: Date };

export async function lookUpMailLink(tx: Tx, kind: MailLinkRow["kind"], { id, generation }: Claims, at: Date): Promise<OpenLink | null> {
  const [row] = await tx.execute<{ [Name in keyof OpenLink]: string } & { email: string | null; sessionId: string | null }>(sql`
    select id, account_id as "accountId", email, session_id as "sessionId", created_at as "createdAt", expires_at as "expiresAt"
    from lookup.mail_link(${id}, ${generation}, ${kind}, ${at.toISOString()}) where state = 'active'`);
  return row ? { ...row, createdAt: new Date(row.createdAt), expiresAt: new Date(row.expiresAt) } : null;
}

/** What following a link has given. `earlierEmail` is the account's address before it. */
export type UsedLink = { accountId: string; email: string | null; sessionId: string | null; earlierEmail: string };

/**
 * Uses a link up: of attempts in parallel one gets the row, all others null. A link that carries an address gives it to the account in
 * the same statement. @throws a unique violation of accounts_email_unique when another account has that address meanwhile.
 */
export async function useMailLink(tx: Tx, kind: MailLinkRow["kind"], { id, generation }: Claims, at: Date): Promise<UsedLink | null> {
  const [row] = await tx.execute<UsedLink>(sql`
    select account_id as "accountId", email, session_id as "sessionId", earlier_email as "earlierEmail"
    from lookup.use_mail_link(${id}, ${generation}, ${kind}, ${at.toISOString()})`);
  return row ?? null;
}
