import { count, eq } from "drizzle-orm";
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
