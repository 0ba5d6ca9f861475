import { and, asc, eq, gt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { acceptances } from "@/db/schema";

export type AcceptanceRow = typeof acceptances.$inferSelect;

export async function insertAcceptance(tx: Tx, row: Omit<AcceptanceRow, "id">): Promise<string> {
  const [acceptance] = await tx.insert(acceptances).values(row).returning({ id: acceptances.id });
  if (!acceptance) throw new Error("an acceptance was not stored");
  return acceptance.id;
}

/** The account's accepted orders that are not over, soonest first. */
export async function listComing(tx: Tx, accountId: string, after: Date, limit: number): Promise<AcceptanceRow[]> {
  return await tx
    .select()
    .from(acceptances)
    .where(and(eq(acceptances.accountId, accountId), gt(acceptances.windowEnd, after)))
    .orderBy(asc(acceptances.windowStart))
    .limit(limit);
}

/** The acceptance that an intent led to; null when it led to none. */
export async function acceptanceOfIntent(tx: Tx, intentId: string): Promise<AcceptanceRow | null> {
  const [row] = await tx.select().from(acceptances).where(eq(acceptances.intentId, intentId));
  return row ?? null;
}
