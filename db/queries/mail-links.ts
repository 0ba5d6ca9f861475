import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { mailLinks } from "@/db/schema";

export type MailLinkRow = typeof mailLinks.$inferSelect;
export type NewMailLink = Pick<MailLinkRow, "kind" | "accountId" | "expiresAt"> & Partial<Pick<MailLinkRow, "email" | "sessionId">>;

/** Adds the right that a link will give. Returns its id, the subject of the mail that carries the link. */
export async function insertMailLink(tx: Tx, link: NewMailLink): Promise<string> {
  const [row] = await tx.insert(mailLinks).values(link).returning({ id: mailLinks.id });
  if (!row) throw new Error("the link was not added");
  return row.id;
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
