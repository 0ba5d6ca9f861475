import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { waitForTurn } from "@/db/queries/turn";
import { accounts } from "@/db/schema";

export type AccountRow = typeof accounts.$inferSelect;

export async function insertAccount(tx: Tx, account: { id: string; email: string }): Promise<void> {
  await tx.insert(accounts).values(account);
}

/** An account, where the transaction may see it. */
export async function findAccount(tx: Tx, id: string): Promise<AccountRow | null> {
  const [row] = await tx.select().from(accounts).where(eq(accounts.id, id));
  return row ?? null;
}

/**
 * Has what decides who gets in to an account wait for one another until its transactions end: logins, rises, the end of sessions, changes of
 * password and factors. Take it before anything is read that the decision rests on; statements after it see what others have committed.
 */
export async function lockAccess(tx: Tx, accountId: string): Promise<void> {
  await waitForTurn(tx, `access:${accountId}`);
}

/** By normalised e-mail. For the worker's role: web finds an account before its login through `lookUpLogin`. */
export async function findAccountByEmail(tx: Tx, email: string): Promise<AccountRow | null> {
  const [row] = await tx.select().from(accounts).where(eq(accounts.email, email));
  return row ?? null;
}

/** What a login needs of an account that nobody has proved to hold yet. */
export type LoginLookup = { accountId: string; state: AccountRow["state"]; role: AccountRow["role"]; hash: string };

/** Finds a login by normalised e-mail, before it is known whose the transaction is. Null when there is none. */
export async function lookUpLogin(tx: Tx, email: string): Promise<LoginLookup | null> {
  const [row] = await tx.execute<LoginLookup>(sql`select account_id as "accountId", state, role, hash from lookup.login(${email})`);
  return row ?? null;
}

/** The ids of all accounts that were erased, or are about to be. */
export async function listErased(tx: Tx): Promise<string[]> {
  const rows = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.state, "erased"));
  return rows.map(({ id }) => id);
}
