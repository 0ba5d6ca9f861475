import { and, desc, eq, gt, isNull, lt, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AccountRow } from "@/db/queries/accounts";
import { sessions } from "@/db/schema";

export type SessionRow = typeof sessions.$inferSelect;
export type SessionEnd = NonNullable<SessionRow["endedBecause"]>;
export type NewSession = Pick<
  SessionRow,
  | "id"
  | "accountId"
  | "assurance"
  | "provedAt"
  | "remembered"
  | "idleSeconds"
  | "createdAt"
  | "expiresAt"
  | "device"
  | "network"
  | "deviceId"
>;

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.insert(sessions).values({ ...session, seenAt: session.provedAt });
}

/** A session and its account, as they are when nobody has said yet whose the transaction is. */
export type SessionLookup = Pick<
  SessionRow,
  | "id"
  | "accountId"
  | "assurance"
  | "provedAt"
  | "remembered"
  | "idleSeconds"
  | "createdAt"
  | "seenAt"
  | "expiresAt"
  | "endedAt"
  | "endedBecause"
> &
  Pick<AccountRow, "email" | "state" | "role">;

type Raw = Omit<SessionLookup, "provedAt" | "createdAt" | "seenAt" | "expiresAt" | "endedAt"> & {
  provedAt: string;
  createdAt: string;
  seenAt: string;
  expiresAt: string;
  endedAt: string | null;
};

export async function lookUpSession(tx: Tx, id: string): Promise<SessionLookup | null> {
  const [row] = await tx.execute<Raw>(sql`
    select id, account_id as "accountId", assurance, proved_at as "provedAt", remembered, idle_seconds as "idleSeconds",
           created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt", ended_at as "endedAt", ended_because as "endedBecause",
           email, state, role
    from lookup.session(${id})`);
  if (!row) return null;
  return {
    ...row,
    provedAt: new Date(row.provedAt),
    createdAt: new Date(row.createdAt),
    seenAt: new Date(row.seenAt),
    expiresAt: new Date(row.expiresAt),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt),
  };
}

/** A session of this account, living or not; null for another's exactly as for none. */
export async function findSession(tx: Tx, accountId: string, id: string): Promise<SessionRow | null> {
  const [row] = await tx
    .select()
    .from(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.accountId, accountId)));
  return row ?? null;
}

/** The account's sessions that live at `at` and have shown what they need to, the one last seen first. */
export async function listLiving(tx: Tx, accountId: string, at: Date): Promise<SessionRow[]> {
  const idleUntil = sql`${sessions.seenAt} + make_interval(secs => ${sessions.idleSeconds})`;
  return await tx
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.accountId, accountId),
        ne(sessions.assurance, "pending"),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, at),
        sql`${idleUntil} > ${at.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(desc(sessions.seenAt));
}

/** Whether the account has completed a login other than this one. */
export async function hasOtherLogin(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.accountId, accountId), ne(sessions.id, id), ne(sessions.assurance, "pending")))
    .limit(1);
  return row !== undefined;
}

/** Notes that a session was used, if it still lives and was last seen before `staleBefore`. A session that ended meanwhile stays ended. */
export async function touchSession(tx: Tx, id: string, at: Date, staleBefore: Date): Promise<void> {
  await tx
    .update(sessions)
    .set({ seenAt: at })
    .where(and(eq(sessions.id, id), isNull(sessions.endedAt), gt(sessions.expiresAt, at), lt(sessions.seenAt, staleBefore)));
}

/** Ends a session for good, whether or not it had run out. False when it had been ended before; its first reason stays. */
export async function closeSession(tx: Tx, id: string, at: Date, because: SessionEnd): Promise<boolean> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: at, endedBecause: because })
    .where(and(eq(sessions.id, id), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  return ended.length > 0;
}

/** Ends a session of this account that has not been ended. Null when it has none of that id, and for another's exactly as for none. */
export async function closeSessionOf(tx: Tx, accountId: string, id: string, at: Date, because: SessionEnd): Promise<SessionRow | null> {
  const [ended] = await tx
    .update(sessions)
    .set({ endedAt: at, endedBecause: because })
    .where(and(eq(sessions.id, id), eq(sessions.accountId, accountId), isNull(sessions.endedAt)))
    .returning();
  return ended ?? null;
}

/** Ends every session of an account, or every one but `keep`. Returns how many that were. */
export async function closeSessions(tx: Tx, accountId: string, at: Date, because: SessionEnd, keep: string | null = null): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: at, endedBecause: because })
    .where(and(eq(sessions.accountId, accountId), isNull(sessions.endedAt), keep ? ne(sessions.id, keep) : undefined))
    .returning({ id: sessions.id });
  return ended.length;
}

/**
 * Ends every session of everybody, but for `keep`. Writes of sessions that are under way are waited for, and ended with the rest; new ones wait until the
 * transaction ends. Returns how many that were.
 */
export async function closeAllSessions(tx: Tx, at: Date, because: SessionEnd, keep: string): Promise<number> {
  await tx.execute(sql`lock table ${sessions} in share row exclusive mode`);
  const ended = await tx
    .update(sessions)
    .set({ endedAt: at, endedBecause: because })
    .where(and(isNull(sessions.endedAt), ne(sessions.id, keep)));
  return ended.count;
}
