import { and, asc, count, eq, gte } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { factors } from "@/db/schema";

export type FactorRow = typeof factors.$inferSelect;

/** How many second factors an account has enrolled. */
export async function countFactors(tx: Tx, accountId: string): Promise<number> {
  const [row] = await tx.select({ factors: count() }).from(factors).where(eq(factors.accountId, accountId));
  return row?.factors ?? 0;
}

export async function insertFactor(tx: Tx, factor: Pick<FactorRow, "id" | "accountId" | "kind" | "name">): Promise<void> {
  await tx.insert(factors).values(factor);
}

/** An account's factors, oldest first. */
export async function listFactors(tx: Tx, accountId: string): Promise<FactorRow[]> {
  return await tx.select().from(factors).where(eq(factors.accountId, accountId)).orderBy(asc(factors.createdAt), asc(factors.id));
}

const own = (accountId: string, id: string) => and(eq(factors.id, id), eq(factors.accountId, accountId));

/** A factor, if it is this account's. */
export async function findFactor(tx: Tx, accountId: string, id: string): Promise<FactorRow | null> {
  const [row] = await tx.select().from(factors).where(own(accountId, id));
  return row ?? null;
}

/** False when the account has no such factor. */
export async function setFactorName(tx: Tx, accountId: string, id: string, name: string): Promise<boolean> {
  return (await tx.update(factors).set({ name }).where(own(accountId, id)).returning({ id: factors.id })).length > 0;
}

export async function markFactorUsed(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.update(factors).set({ lastUsedAt: at }).where(eq(factors.id, id));
}

/** Deletes the factors that were enrolled from `since` on, with their secrets and keys. Returns them. */
export async function deleteFactorsSince(tx: Tx, accountId: string, since: Date): Promise<FactorRow[]> {
  return await tx
    .delete(factors)
    .where(and(eq(factors.accountId, accountId), gte(factors.createdAt, since)))
    .returning();
}

/** Deletes a factor and its secret or key. Null when the account has no such factor. */
export async function deleteFactor(tx: Tx, accountId: string, id: string): Promise<FactorRow | null> {
  const [row] = await tx.delete(factors).where(own(accountId, id)).returning();
  return row ?? null;
}
