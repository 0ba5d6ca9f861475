import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { erasedEmail } from "@/db/queries/erase";
import { accounts, connections, credentials, mailLinks, sessions } from "@/db/schema";

/** What a database that was put back needs done to it, before anybody uses it. Run as its owner. */

/** Row security holds for the owner too, by db/rights.sql; until that is applied anew it does not, so that everything can be seen to. */
export async function unforceRowSecurity(tx: Tx): Promise<void> {
  await tx.execute(sql`
    do $$ declare it record; begin
      for it in select tablename from pg_tables where schemaname = 'public' loop
        execute format('alter table public.%I no force row level security', it.tablename);
      end loop;
    end $$`);
}

/** Names who acts, as db/client's transactions do. */
export async function nameActor(tx: Tx, actor: string): Promise<void> {
  await tx.execute(sql`select set_config('holdfast.actor', ${actor}, true), set_config('holdfast.account', '', true)`);
}

/** Of these accounts those that the database still knows as somebody's. */
export async function notErased(tx: Tx, accountIds: string[]): Promise<string[]> {
  if (accountIds.length === 0) return [];
  const rows = await tx.select({ id: accounts.id, email: accounts.email }).from(accounts).where(inArray(accounts.id, accountIds));
  return rows.filter(({ id, email }) => email !== erasedEmail(id)).map(({ id }) => id);
}

/** Ends an account as its holder had ended it. */
export async function endForErasure(tx: Tx, accountId: string): Promise<void> {
  await tx.update(accounts).set({ state: "erased", role: null }).where(eq(accounts.id, accountId));
}

/** Ends every session, and uses up every mailed link: some were ended or used after the backup. How many sessions it were. */
export async function endAllSessions(tx: Tx, at: Date): Promise<number> {
  const rows = await tx
    .update(sessions)
    .set({ endedAt: at, endedBecause: "restored" })
    .where(isNull(sessions.endedAt))
    .returning({ id: sessions.id });
  await tx.update(mailLinks).set({ usedAt: at }).where(isNull(mailLinks.usedAt));
  return rows.length;
}

export interface SealedConnection {
  id: string;
  accountId: string;
  platform: string;
  keyId: string;
  version: number | null;
}

/** Connections that have a published key, with the version of the login that is stored for it; null without one. */
export async function connectionsWithKeys(tx: Tx): Promise<SealedConnection[]> {
  const rows = await tx
    .select({
      id: connections.id,
      accountId: connections.accountId,
      platform: connections.platform,
      keyId: connections.keyId,
      version: credentials.version,
    })
    .from(connections)
    .leftJoin(credentials, eq(credentials.connectionId, connections.id))
    .where(ne(connections.state, "unlinked"));
  return rows.flatMap(({ keyId, ...rest }) => (keyId === null ? [] : [{ ...rest, keyId }]));
}

/** Has a connection begin anew with a key of its own: the login that was stored cannot be opened, and nothing could be sealed for its key. */
export async function beginAnew(tx: Tx, connectionId: string, lowestVersion: number, at: Date): Promise<void> {
  await tx.delete(credentials).where(eq(credentials.connectionId, connectionId));
  await tx
    .update(connections)
    .set({
      state: "awaiting_key",
      keyId: null,
      publicKey: null,
      keyStatement: null,
      earlierKeyId: null,
      earlierKeyStatement: null,
      credentialVersion: sql`greatest(${connections.credentialVersion}, ${lowestVersion})`,
      refusals: 0,
      nextPollAt: at,
    })
    .where(and(eq(connections.id, connectionId), ne(connections.state, "unlinked")));
}
