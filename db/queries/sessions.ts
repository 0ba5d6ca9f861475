import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { sessions } from "@/db/schema";

export type SessionRow = typeof sessions.$inferSelect;
export type SessionEnd = NonNullable<SessionRow["endedBecause"]>;
export type NewSession = Pick<SessionRow, "id" | "accountId" | "assurance" | "idleSeconds" | "createdAt" | "expiresAt">;

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.insert(sessions).values({ ...session, seenAt: session.createdAt });
}

/** A session and its account, as they are when nobody has said yet whose the transaction is. */
export type SessionLookup = Pick<
  SessionRow,
  "id" | "accountId" | "assurance" | "idleSeconds" | "createdAt" | "seenAt" | "expiresAt" | "endedAt"
> & {
  email: string;
  state: "active" | "suspended" | "terminated";
  role: "support" | "billing" | "security" | "owner" | "auditor" | null;
};

type Raw = Omit<SessionLookup, "createdAt" | "seenAt" | "expiresAt" | "endedAt"> & {
  createdAt: string;
  seenAt: string;
  expiresAt: string;
  endedAt: string | null;
};

export async function lookUpSession(tx: Tx, id: string): Promise<SessionLookup | null> {
  const [row] = await tx.execute<Raw>(sql`
    select id, account_id as "accountId", assurance, idle_seconds as "idleSeconds", created_at as "createdAt", seen_at as "seenAt",
           expires_at as "expiresAt", ended_at as "endedAt", email, state, role
    from lookup.session(${id})`);
  if (!row) return null;
  return {
    ...row,
    createdAt: new Date(row.createdAt),
    seenAt: new Date(row.seenAt),
    expiresAt: new Date(row.expiresAt),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt),
  };
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
