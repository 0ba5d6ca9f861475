import { and, eq, lt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { totpSecrets } from "@/db/schema";

export type TotpRow = typeof totpSecrets.$inferSelect;

export async function insertTotp(tx: Tx, secret: TotpRow): Promise<void> {
  await tx.insert(totpSecrets).values(secret);
}

export async function listTotp(tx: Tx, accountId: string): Promise<TotpRow[]> {
  return await tx.select().from(totpSecrets).where(eq(totpSecrets.accountId, accountId));
}

/** Uses a time step up, and every earlier one. False when it was used before: the WHERE decides, also between codes in parallel. */
export async function spendTotpStep(tx: Tx, factorId: string, step: number): Promise<boolean> {
  const spent = await tx
    .update(totpSecrets)
    .set({ lastStep: step })
    .where(and(eq(totpSecrets.factorId, factorId), lt(totpSecrets.lastStep, step)))
    .returning({ factorId: totpSecrets.factorId });
  return spent.length > 0;
}
