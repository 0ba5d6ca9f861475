import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { lockAccess } from "@/db/queries/accounts";
import { passwords } from "@/db/schema";

export async function insertPassword(tx: Tx, accountId: string, hash: string, at: Date): Promise<void> {
  await tx.insert(passwords).values({ accountId, hash, setAt: at });
}

/** Puts a new password's hash in the place of the old one. A login with the old one that is under way does not come to its end. */
export async function setPassword(tx: Tx, accountId: string, hash: string, at: Date): Promise<void> {
  await lockAccess(tx, accountId);
  await tx.update(passwords).set({ hash, setAt: at }).where(eq(passwords.accountId, accountId));
}

export async function passwordSetAt(tx: Tx, accountId: string): Promise<Date | null> {
  const [row] = await tx.select({ setAt: passwords.setAt }).from(passwords).where(eq(passwords.accountId, accountId));
  return row?.setAt ?? null;
}

export async function findHash(tx: Tx, accountId: string): Promise<string | null> {
  const [row] = await tx.select({ hash: passwords.hash }).from(passwords).where(eq(passwords.accountId, accountId));
  return row?.hash ?? null;
}

/** Stores a stronger hash of the same password, unless another one was set meanwhile. */
export async function replaceHash(tx: Tx, accountId: string, from: string, to: string): Promise<void> {
  await tx
    .update(passwords)
    .set({ hash: to })
    .where(and(eq(passwords.accountId, accountId), eq(passwords.hash, from)));
}
