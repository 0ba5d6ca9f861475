import { and, asc, eq, lt, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { factors, passkeys, spentChallenges } from "@/db/schema";

export type PasskeyRow = typeof passkeys.$inferSelect;

export async function insertPasskey(tx: Tx, passkey: PasskeyRow): Promise<void> {
  await tx.insert(passkeys).values(passkey);
}

/** An account's passkeys with what their owner knows of them, oldest first. */
export async function listPasskeys(tx: Tx, accountId: string) {
  return await tx
    .select({
      factorId: passkeys.factorId,
      credentialId: passkeys.credentialId,
      transports: passkeys.transports,
      backedUp: passkeys.backedUp,
      name: factors.name,
      createdAt: factors.createdAt,
      lastUsedAt: factors.lastUsedAt,
    })
    .from(passkeys)
    .innerJoin(factors, eq(factors.id, passkeys.factorId))
    .where(eq(passkeys.accountId, accountId))
    .orderBy(asc(factors.createdAt));
}

/** A passkey by its credential id, if it is this account's. */
export async function findPasskey(tx: Tx, accountId: string, credentialId: string): Promise<PasskeyRow | null> {
  const [row] = await tx
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.credentialId, credentialId), eq(passkeys.accountId, accountId)));
  return row ?? null;
}

export type PasskeyUse = { factorId: string; counter: number; backedUp: boolean; at: Date };

/**
 * Notes that a passkey was used, if its signature counter went on or does not count at all (WebAuthn level 2, 6.1.1). False otherwise:
 * the WHERE decides, also between answers in parallel.
 */
export async function markPasskeyUsed(tx: Tx, { factorId, counter, backedUp, at }: PasskeyUse): Promise<boolean> {
  const wentOn = or(lt(passkeys.counter, counter), and(eq(passkeys.counter, 0), sql`${counter}::bigint = 0`));
  const used = await tx
    .update(passkeys)
    .set({ counter, backedUp })
    .where(and(eq(passkeys.factorId, factorId), wentOn))
    .returning({ id: passkeys.factorId });
  if (used.length === 0) return false;
  await tx.update(factors).set({ lastUsedAt: at }).where(eq(factors.id, factorId));
  return true;
}

/** Whose a passkey is, before it is known whose the transaction is: an account's id. Null when there is none of that credential id. */
export async function lookUpPasskey(tx: Tx, credentialId: string): Promise<string | null> {
  const [row] = await tx.execute<{ accountId: string | null }>(sql`select lookup.passkey(${credentialId}) as "accountId"`);
  return row?.accountId ?? null;
}

/** Marks a challenge as answered. False when it had been: the primary key decides between answers in parallel. */
export async function insertSpentChallenge(tx: Tx, hash: string, expiresAt: Date): Promise<boolean> {
  const spent = await tx
    .insert(spentChallenges)
    .values({ hash, expiresAt })
    .onConflictDoNothing()
    .returning({ hash: spentChallenges.hash });
  return spent.length > 0;
}

/** Forgets challenges that nobody could answer any more. */
export async function forgetSpentChallenges(tx: Tx, before: Date): Promise<void> {
  await tx.delete(spentChallenges).where(lt(spentChallenges.expiresAt, before));
}
