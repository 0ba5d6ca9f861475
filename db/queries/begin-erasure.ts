import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contacts, devices, factors, passwords, recoveryCodes } from "@/db/schema";

/** Ends the account that the transaction acts for, for good. False unless it is active and has no role: the function's WHERE decides. */
export async function endOwnAccount(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ begun: boolean }>(sql`select lookup.begin_erasure() as begun`);
  return row?.begun === true;
}

/** Deletes by what an account is logged in to, and how its holder is reached. Passkeys and authenticator secrets go with their factors. */
export async function deleteProofs(tx: Tx, accountId: string): Promise<void> {
  await tx.delete(passwords).where(eq(passwords.accountId, accountId));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, accountId));
  await tx.delete(factors).where(eq(factors.accountId, accountId));
  await tx.delete(devices).where(eq(devices.accountId, accountId));
  await tx.delete(contacts).where(eq(contacts.accountId, accountId));
}
