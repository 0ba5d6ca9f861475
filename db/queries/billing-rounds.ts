import { and, asc, eq, lte } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { billingRounds } from "@/db/schema";

export type RoundRow = typeof billingRounds.$inferSelect;
export type RoundName = RoundRow["name"];

export async function dueRounds(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ name: billingRounds.name })
    .from(billingRounds)
    .where(lte(billingRounds.nextAt, at))
    .orderBy(asc(billingRounds.nextAt))
    .limit(limit);
  return rows.map((row) => row.name);
}

/** Takes a round in hand, and writes down when to go on with it should this process die. Null when it is not due. */
export async function beginRound(tx: Tx, name: string, at: Date, againAt: Date): Promise<RoundRow | null> {
  const [row] = await tx
    .update(billingRounds)
    .set({ nextAt: againAt })
    .where(and(eq(billingRounds.name, name as RoundName), lte(billingRounds.nextAt, at)))
    .returning();
  return row ?? null;
}

/** Writes down how far a round has come, or how it ended. */
export async function noteRound(tx: Tx, name: RoundName, progress: Partial<Omit<RoundRow, "name">>): Promise<void> {
  await tx.update(billingRounds).set(progress).where(eq(billingRounds.name, name));
}

export async function listRounds(tx: Tx): Promise<RoundRow[]> {
  return await tx.select().from(billingRounds);
}
