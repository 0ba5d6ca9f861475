import { and, count, desc, eq, isNull, lte, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { factorResets, factors, recoveryCodes } from "@/db/schema";

export type FactorResetRow = typeof factorResets.$inferSelect;
const open = and(isNull(factorResets.appliedAt), isNull(factorResets.cancelledAt));

/** Adds a reset. `askedBy` null is the host, and then `effectiveAt` says from when it counts. */
export async function insertReset(tx: Tx, reset: Pick<FactorResetRow, "accountId" | "askedBy" | "effectiveAt">): Promise<string> {
  const [row] = await tx.insert(factorResets).values(reset).returning({ id: factorResets.id });
  if (!row) throw new Error("the reset was not added");
  return row.id;
}

/** The account's reset that is neither applied nor cancelled, the newest. */
export async function findOpenReset(tx: Tx, accountId: string): Promise<FactorResetRow | null> {
  const [row] = await tx
    .select()
    .from(factorResets)
    .where(and(eq(factorResets.accountId, accountId), open))
    .orderBy(desc(factorResets.createdAt))
    .limit(1);
  return row ?? null;
}

/** Whether there is such a reset, and a second person's word is what it lacks. */
export async function needsConfirmation(tx: Tx, id: string): Promise<boolean> {
  return (await tx.$count(factorResets, and(eq(factorResets.id, id), open, isNull(factorResets.effectiveAt)))) > 0;
}

export async function countOpenResets(tx: Tx): Promise<number> {
  const [row] = await tx.select({ open: count() }).from(factorResets).where(open);
  return row?.open ?? 0;
}

/** Gives a reset the second person's word: it counts from `at`. Null when it has one, is over, or that person asked for it or is its subject. */
export async function confirmReset(tx: Tx, id: string, confirmedBy: string, at: Date): Promise<FactorResetRow | null> {
  const [row] = await tx
    .update(factorResets)
    .set({ confirmedBy, effectiveAt: at })
    .where(
      and(
        eq(factorResets.id, id),
        open,
        isNull(factorResets.confirmedBy),
        ne(factorResets.accountId, confirmedBy),
        ne(factorResets.askedBy, confirmedBy),
      ),
    )
    .returning();
  return row ?? null;
}

/** Null when it was applied, or cancelled before. */
export async function cancelReset(tx: Tx, id: string, at: Date): Promise<FactorResetRow | null> {
  const [row] = await tx
    .update(factorResets)
    .set({ cancelledAt: at })
    .where(and(eq(factorResets.id, id), open))
    .returning();
  return row ?? null;
}

/** Uses up every reset of the account that counts by now, in a transaction that acts for it. True when there was one. */
export async function takeReset(tx: Tx, accountId: string, at: Date): Promise<boolean> {
  const rows = await tx
    .update(factorResets)
    .set({ appliedAt: at })
    .where(and(eq(factorResets.accountId, accountId), open, lte(factorResets.effectiveAt, at)))
    .returning({ id: factorResets.id });
  return rows.length > 0;
}

/** Deletes every second factor of an account and its recovery codes. Returns how many factors there were. */
export async function deleteAllFactors(tx: Tx, accountId: string): Promise<number> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, accountId));
  return (await tx.delete(factors).where(eq(factors.accountId, accountId)).returning({ id: factors.id })).length;
}
