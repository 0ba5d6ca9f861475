import { and, count, eq, gte, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { recoveryCodes } from "@/db/schema";

export async function insertRecoveryCodes(tx: Tx, accountId: string, hashes: string[]): Promise<void> {
  await tx.insert(recoveryCodes).values(hashes.map((hash) => ({ accountId, hash })));
}

export async function deleteRecoveryCodes(tx: Tx, accountId: string): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, accountId));
}

/** Deletes the codes that were made from `since` on. */
export async function deleteRecoveryCodesSince(tx: Tx, accountId: string, since: Date): Promise<void> {
  await tx.delete(recoveryCodes).where(and(eq(recoveryCodes.accountId, accountId), gte(recoveryCodes.createdAt, since)));
}

export async function countUnusedRecoveryCodes(tx: Tx, accountId: string): Promise<number> {
  const [row] = await tx
    .select({ unused: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.accountId, accountId), isNull(recoveryCodes.usedAt)));
  return row?.unused ?? 0;
}

/** Uses a code up. False when there is no such code, or it was used before: the WHERE decides, also between uses in parallel. */
export async function spendRecoveryCode(tx: Tx, accountId: string, hash: string, at: Date): Promise<boolean> {
  const spent = await tx
    .update(recoveryCodes)
    .set({ usedAt: at })
    .where(and(eq(recoveryCodes.accountId, accountId), eq(recoveryCodes.hash, hash), isNull(recoveryCodes.usedAt)))
    .returning({ id: recoveryCodes.id });
  return spent.length > 0;
}
