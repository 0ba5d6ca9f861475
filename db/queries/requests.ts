import { and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { waitForTurn } from "@/db/queries/turn";
import { accounts, requests } from "@/db/schema";

export async function insertRequest(
  tx: Tx,
  row: { accountId: string; kind: string; subjectId: string; requestId: string | null },
): Promise<void> {
  await tx.insert(requests).values(row);
}

/** The oldest waiting requests, locked for this transaction, with the state that their account is in now. Two drains never take the same. */
export async function takeRequests(tx: Tx, limit: number, at: Date) {
  const waiting = await tx
    .select({
      id: requests.id,
      kind: requests.kind,
      subjectId: requests.subjectId,
      requestId: requests.requestId,
      accountState: accounts.state,
    })
    .from(requests)
    .innerJoin(accounts, eq(accounts.id, requests.accountId))
    .where(isNull(requests.takenAt))
    .orderBy(asc(requests.createdAt))
    .limit(limit)
    .for("update", { of: requests, skipLocked: true });
  const ids = waiting.map((request) => request.id);
  if (ids.length > 0)
    await tx
      .update(requests)
      .set({ takenAt: at })
      .where(and(inArray(requests.id, ids), isNull(requests.takenAt)));
  return waiting;
}

/** The kinds whose row stays until the work is done, spelt as the index `requests_going_on` has it, so that it serves. */
const goingOn = sql`${requests.kind} in ('erase-account', 'keep-plan')`;
const isKind = (kind: "erase-account" | "keep-plan") => and(goingOn, eq(requests.kind, kind));
const erasure = isKind("erase-account");

/** What such a row is about, where it is to be begun or to be gone on with. */
async function dueOf(tx: Tx, kind: "erase-account" | "keep-plan", at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: requests.subjectId })
    .from(requests)
    .where(and(isKind(kind), lte(requests.takenAt, at)))
    .orderBy(asc(requests.takenAt))
    .limit(limit);
  return rows.map((row) => row.id);
}
/** Accounts whose erasure is due. */
export const dueErasures = (tx: Tx, at: Date, limit: number): Promise<string[]> => dueOf(tx, "erase-account", at, limit);
/** Accounts whose plan is to be kept. */
export const dueKeeps = (tx: Tx, at: Date, limit: number): Promise<string[]> => dueOf(tx, "keep-plan", at, limit);

/** Lets one wish of an account be made after the other, until the transaction ends. */
export async function lockKeep(tx: Tx, accountId: string): Promise<void> {
  await waitForTurn(tx, `keep-plan:${accountId}`);
}

/** Whether an account's wish to keep its plan is still to be done. */
export async function isKeeping(tx: Tx, accountId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: requests.id })
    .from(requests)
    .where(and(isKind("keep-plan"), eq(requests.accountId, accountId)))
    .limit(1);
  return rows.length > 0;
}

/** Takes the wish to keep a plan in hand, and says when to look at it again should this try die. When it was made; null when there is none. */
export async function beginKeep(tx: Tx, accountId: string, againAt: Date): Promise<{ askedAt: Date } | null> {
  const [row] = await tx
    .update(requests)
    .set({ takenAt: againAt })
    .where(and(isKind("keep-plan"), eq(requests.accountId, accountId), eq(requests.subjectId, accountId)))
    .returning({ askedAt: requests.createdAt });
  return row ?? null;
}

/** The wish is done, or void. */
export async function forgetKeep(tx: Tx, accountId: string): Promise<void> {
  await tx.delete(requests).where(and(isKind("keep-plan"), eq(requests.accountId, accountId)));
}

/**
 * Takes an account's erasure in hand, and says when to look at it again should this try die. Returns when it was asked for; null when
 * nothing is asked, or the account has not ended: a request alone erases nobody.
 */
export async function beginErasure(tx: Tx, accountId: string, againAt: Date): Promise<{ askedAt: Date } | null> {
  const ended = tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.id, accountId), eq(accounts.state, "erased")));
  const [row] = await tx
    .update(requests)
    .set({ takenAt: againAt })
    .where(and(erasure, eq(requests.accountId, accountId), eq(requests.subjectId, accountId), inArray(requests.accountId, ended)))
    .returning({ askedAt: requests.createdAt });
  return row ?? null;
}
