import { and, asc, eq, inArray, isNull, lte, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { holds, intents } from "@/db/schema";

export type IntentRow = typeof intents.$inferSelect;
export type NewIntent = Pick<
  IntentRow,
  | "accountId"
  | "connectionId"
  | "offerId"
  | "holdId"
  | "by"
  | "kind"
  | "externalCipher"
  | "windowStart"
  | "windowEnd"
  | "timeZone"
  | "nextAttemptAt"
>;

export async function insertIntent(tx: Tx, row: NewIntent): Promise<string> {
  const [intent] = await tx.insert(intents).values(row).returning({ id: intents.id });
  if (!intent) throw new Error("an intent was not stored");
  return intent.id;
}

/** An intent that is not settled; null when it is, or does not exist. */
export async function openIntent(tx: Tx, intentId: string): Promise<IntentRow | null> {
  const [row] = await tx
    .select()
    .from(intents)
    .where(and(eq(intents.id, intentId), isNull(intents.settledAt)));
  return row ?? null;
}

export async function dueIntents(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: intents.id })
    .from(intents)
    .where(and(isNull(intents.settledAt), lte(intents.nextAttemptAt, at)))
    .orderBy(asc(intents.nextAttemptAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Counts a try before it is made, and says when the next one is due should this one die. */
export async function beginIntent(tx: Tx, intentId: string, nextAttemptAt: Date): Promise<void> {
  await tx
    .update(intents)
    .set({ attempts: sql`${intents.attempts} + 1`, nextAttemptAt })
    .where(eq(intents.id, intentId));
}

/** Puts the next try off. */
export async function postponeIntent(tx: Tx, intentId: string, nextAttemptAt: Date): Promise<void> {
  await tx
    .update(intents)
    .set({ nextAttemptAt })
    .where(and(eq(intents.id, intentId), isNull(intents.settledAt)));
}

/** The order was seen unassigned just now, and the platform is about to be called. */
export async function markCalling(tx: Tx, intentId: string, at: Date): Promise<void> {
  await tx
    .update(intents)
    .set({ state: "calling", seenUnassignedAt: at })
    .where(and(eq(intents.id, intentId), inArray(intents.state, ["intended", "calling"])));
}

/** The platform has refused the call, so no call of ours is on its way: what becomes of the order now is not our doing. */
export async function markRefused(tx: Tx, intentId: string): Promise<void> {
  await tx
    .update(intents)
    .set({ state: "intended", seenUnassignedAt: null })
    .where(and(eq(intents.id, intentId), eq(intents.state, "calling")));
}

/** The platform has our request; the buyer decides. Looked at again at `nextAttemptAt`, with the tries counted anew. */
export async function markIntentRequested(
  tx: Tx,
  intentId: string,
  request: Pick<IntentRow, "requestedAt" | "requestExpiresAt" | "nextAttemptAt">,
): Promise<void> {
  await tx
    .update(intents)
    .set({
      ...request,
      state: "requested",
      attempts: 0,
      requestedAt: sql`coalesce(${intents.requestedAt}, ${request.requestedAt?.toISOString()}::timestamptz)`,
    })
    .where(and(eq(intents.id, intentId), isNull(intents.settledAt)));
}

/** Requests that stand, locked in the order of their ids, so that two transactions that move several never wait for each other. */
const lockRequested = (tx: Tx, which: SQL | undefined) =>
  tx
    .select({ id: intents.id })
    .from(intents)
    .where(and(eq(intents.state, "requested"), which))
    .orderBy(asc(intents.id))
    .for("update");

/** Wants a standing request withdrawn, and why; the first reason stays. The ids of those that this concerns. */
export async function wantWithdrawn(tx: Tx, accountId: string, intentIds: string[], because: string, at: Date): Promise<string[]> {
  if (intentIds.length === 0) return [];
  const rows = await tx
    .update(intents)
    .set({ withdrawBecause: sql`coalesce(${intents.withdrawBecause}, ${because})`, nextAttemptAt: at })
    .where(inArray(intents.id, lockRequested(tx, and(eq(intents.accountId, accountId), inArray(intents.id, intentIds)))))
    .returning({ id: intents.id });
  return rows.map(({ id }) => id).toSorted();
}

/** The member's standing requests, with when the work would be, soonest first. */
export async function listRequested(tx: Tx, accountId: string): Promise<IntentRow[]> {
  return await tx
    .select()
    .from(intents)
    .where(and(eq(intents.accountId, accountId), eq(intents.state, "requested")))
    .orderBy(asc(intents.windowStart));
}

/** A look that a message had brought forward found nothing new; a later message counts anew. */
export async function forgetPrompt(tx: Tx, intentId: string, promptedAt: Date): Promise<void> {
  await tx
    .update(intents)
    .set({ promptedAt: null })
    .where(and(eq(intents.id, intentId), lte(intents.promptedAt, promptedAt)));
}

/** Open intents of a connection for which the buyer decides: a message of the platform makes the next look due, and is noted where it does. */
export async function hastenRequested(tx: Tx, connectionId: string, at: Date, promptedAt: Date): Promise<string[]> {
  const rows = await tx
    .update(intents)
    .set({
      nextAttemptAt: sql`least(${intents.nextAttemptAt}, ${at.toISOString()}::timestamptz)`,
      promptedAt: sql`case when ${intents.nextAttemptAt} > ${at.toISOString()}::timestamptz then ${promptedAt.toISOString()}::timestamptz else ${intents.promptedAt} end`,
    })
    .where(inArray(intents.id, lockRequested(tx, eq(intents.connectionId, connectionId))))
    .returning({ id: intents.id });
  return rows.map(({ id }) => id);
}

/** Settles an intent once. Null when another run has settled it. */
export async function settleIntent(
  tx: Tx,
  intentId: string,
  state: "confirmed" | "lost",
  outcome: string,
  at: Date,
): Promise<IntentRow | null> {
  const [row] = await tx
    .update(intents)
    .set({ state, outcome, settledAt: at })
    .where(and(eq(intents.id, intentId), isNull(intents.settledAt)))
    .returning();
  return row ?? null;
}

/** What an offer's timeline shows of the tries to accept it. */
export async function findIntentOf(tx: Tx, offerId: string) {
  const [row] = await tx
    .select({ intent: intents, heldAt: holds.takenAt, releasedAt: holds.releasedAt })
    .from(intents)
    .innerJoin(holds, eq(holds.id, intents.holdId))
    .where(eq(intents.offerId, offerId))
    .orderBy(sql`${intents.createdAt} desc`)
    .limit(1);
  return row ?? null;
}
