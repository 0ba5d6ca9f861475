import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { acceptances, holds, intents } from "@/db/schema";

export type AcceptanceRow = typeof acceptances.$inferSelect;

export async function insertAcceptance(tx: Tx, row: Omit<typeof acceptances.$inferInsert, "id">): Promise<string> {
  const [acceptance] = await tx.insert(acceptances).values(row).returning({ id: acceptances.id });
  if (!acceptance) throw new Error("an acceptance was not stored");
  return acceptance.id;
}

/** The account's accepted orders that are not over, soonest first. */
export async function listComing(tx: Tx, accountId: string, after: Date, limit: number): Promise<AcceptanceRow[]> {
  return await tx
    .select()
    .from(acceptances)
    .where(and(eq(acceptances.accountId, accountId), gt(acceptances.windowEnd, after), isNull(acceptances.endedAt)))
    .orderBy(asc(acceptances.windowStart))
    .limit(limit);
}

/** The acceptance that an intent led to; null when it led to none. */
export async function acceptanceOfIntent(tx: Tx, intentId: string): Promise<AcceptanceRow | null> {
  const [row] = await tx.select().from(acceptances).where(eq(acceptances.intentId, intentId));
  return row ?? null;
}

/** Accepted orders that are to be looked at again. */
export async function dueLooks(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: acceptances.id })
    .from(acceptances)
    .where(and(isNotNull(acceptances.nextLookAt), lte(acceptances.nextLookAt, at)))
    .orderBy(asc(acceptances.nextLookAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** An accepted order with its hold and its offer. `holdConflict`: the hold lies on other held work, see `moveHold`. */
export type Followed = AcceptanceRow & { holdId: string; offerId: string; holdConflict: boolean };

/** An accepted order that is still looked at; null when it is no longer. */
export async function findFollowed(tx: Tx, acceptanceId: string): Promise<Followed | null> {
  const [row] = await tx
    .select({ acceptance: acceptances, holdId: intents.holdId, offerId: intents.offerId, holdConflict: holds.conflict })
    .from(acceptances)
    .innerJoin(intents, eq(intents.id, acceptances.intentId))
    .innerJoin(holds, eq(holds.id, intents.holdId))
    .where(and(eq(acceptances.id, acceptanceId), isNotNull(acceptances.nextLookAt), isNull(acceptances.endedAt)));
  if (!row) return null;
  const { acceptance, ...more } = row;
  return { ...acceptance, ...more };
}

/** When an accepted order is to be looked at again; null when nothing more is to be looked for. */
export async function setNextLook(tx: Tx, acceptanceId: string, nextLookAt: Date | null): Promise<void> {
  await tx.update(acceptances).set({ nextLookAt }).where(eq(acceptances.id, acceptanceId));
}

/** The order is no longer the member's. False when that was written down before. */
export async function endAcceptanceRow(tx: Tx, acceptanceId: string, because: "cancelled" | "given_back", at: Date): Promise<boolean> {
  const rows = await tx
    .update(acceptances)
    .set({ endedAt: at, endedBecause: because, nextLookAt: null })
    .where(and(eq(acceptances.id, acceptanceId), isNull(acceptances.endedAt)))
    .returning({ id: acceptances.id });
  return rows.length === 1;
}

/** The buyer has moved the work. */
export async function moveAcceptance(
  tx: Tx,
  acceptanceId: string,
  moved: Pick<AcceptanceRow, "windowStart" | "windowEnd" | "timeZone" | "movedAt" | "conflict">,
): Promise<void> {
  await tx.update(acceptances).set(moved).where(eq(acceptances.id, acceptanceId));
}

/** The other work that accepted work was moved onto is gone. */
export async function dropConflict(tx: Tx, acceptanceId: string): Promise<void> {
  await tx.update(acceptances).set({ conflict: false }).where(eq(acceptances.id, acceptanceId));
}

/** Makes the next look at a connection's accepted orders due by then. */
export async function hastenLooks(tx: Tx, connectionId: string, at: Date): Promise<void> {
  const inOrder = tx
    .select({ id: acceptances.id })
    .from(acceptances)
    .where(and(eq(acceptances.connectionId, connectionId), isNotNull(acceptances.nextLookAt)))
    .orderBy(asc(acceptances.id))
    .for("update");
  await tx
    .update(acceptances)
    .set({ nextLookAt: sql`least(${acceptances.nextLookAt}, ${at.toISOString()}::timestamptz)` })
    .where(inArray(acceptances.id, inOrder));
}
