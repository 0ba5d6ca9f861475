import { and, asc, count, eq, inArray, isNotNull, isNull, lt, lte, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accounts, calendars } from "@/db/schema";

const shown = {
  id: calendars.id,
  name: calendars.name,
  createdAt: calendars.createdAt,
  triedAt: calendars.triedAt,
  fetchedAt: calendars.fetchedAt,
  trouble: calendars.trouble,
  troubleSince: calendars.troubleSince,
};

/** A member's calendars, oldest first, without what only the worker needs. */
export async function listCalendars(tx: Tx, accountId: string) {
  return await tx.select(shown).from(calendars).where(eq(calendars.accountId, accountId)).orderBy(asc(calendars.createdAt));
}

export async function countCalendars(tx: Tx, accountId: string): Promise<number> {
  const [row] = await tx.select({ n: count() }).from(calendars).where(eq(calendars.accountId, accountId));
  return row?.n ?? 0;
}

export async function insertCalendar(
  tx: Tx,
  row: { id: string; accountId: string; name: string; sealedAddress: string; nextFetchAt: Date },
): Promise<void> {
  await tx.insert(calendars).values(row);
}

/** Its busy times go with it. False when there is no such calendar of this account. */
export async function deleteCalendar(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const gone = await tx
    .delete(calendars)
    .where(and(eq(calendars.accountId, accountId), eq(calendars.id, id)))
    .returning({ id: calendars.id });
  return gone.length === 1;
}

/** Makes a calendar due at once, unless it was tried after `triedBefore`; false then, and when it is not this account's. */
export async function hastenCalendar(tx: Tx, accountId: string, id: string, at: Date, triedBefore: Date): Promise<boolean> {
  const hastened = await tx
    .update(calendars)
    .set({ nextFetchAt: at })
    .where(and(eq(calendars.accountId, accountId), eq(calendars.id, id), or(isNull(calendars.triedAt), lt(calendars.triedAt, triedBefore))))
    .returning({ id: calendars.id });
  return hastened.length === 1;
}

/** Calendars of active accounts that are to be fetched. */
export async function dueCalendars(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: calendars.id })
    .from(calendars)
    .innerJoin(accounts, and(eq(accounts.id, calendars.accountId), eq(accounts.state, "active")))
    .where(lte(calendars.nextFetchAt, at))
    .orderBy(asc(calendars.nextFetchAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/**
 * Takes a calendar that is due in hand, and says when to look again should this try die. Null when it is not due, is gone, or its
 * account is not active.
 */
export async function beginFetch(tx: Tx, id: string, at: Date, againAt: Date) {
  const active = tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.state, "active"));
  const [row] = await tx
    .update(calendars)
    .set({ nextFetchAt: againAt, triedAt: at })
    .where(and(eq(calendars.id, id), lte(calendars.nextFetchAt, at), inArray(calendars.accountId, active)))
    .returning({
      accountId: calendars.accountId,
      sealedAddress: calendars.sealedAddress,
      etag: calendars.etag,
      readAt: calendars.readAt,
      failures: calendars.failures,
    });
  return row ?? null;
}

/** Has every calendar of an account fetched and gone through anew. */
export async function rereadCalendars(tx: Tx, accountId: string, at: Date): Promise<void> {
  await tx.update(calendars).set({ nextFetchAt: at, readAt: null }).where(eq(calendars.accountId, accountId));
}

/**
 * A calendar was fetched well; `read` is what its text came with, null when it had not changed. False when the calendar is gone, and
 * whoever removes it waits for this transaction otherwise.
 */
export async function settleFetched(tx: Tx, id: string, at: Date, read: { etag: string | null } | null): Promise<boolean> {
  const settled = await tx
    .update(calendars)
    .set({ fetchedAt: at, trouble: null, troubleSince: null, failures: 0, ...(read ? { readAt: at, etag: read.etag } : {}) })
    .where(eq(calendars.id, id))
    .returning({ id: calendars.id });
  return settled.length === 1;
}

/** A calendar was not read. Since when that is so stays as it was when it already was. */
export async function settleFailed(
  tx: Tx,
  id: string,
  { trouble, at, nextFetchAt, failures }: { trouble: string; at: Date; nextFetchAt: Date; failures: number },
): Promise<void> {
  await tx
    .update(calendars)
    .set({ trouble, nextFetchAt, failures })
    .where(and(eq(calendars.id, id), isNotNull(calendars.troubleSince)));
  await tx
    .update(calendars)
    .set({ trouble, troubleSince: at, nextFetchAt, failures })
    .where(and(eq(calendars.id, id), isNull(calendars.troubleSince)));
}
