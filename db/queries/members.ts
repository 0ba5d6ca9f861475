import { and, count, desc, eq, inArray, isNotNull, lt, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AccountRow } from "@/db/queries/accounts";
import { accounts } from "@/db/schema";

/** The role that the data gives to whoever the transaction acts for, at this moment; null for everybody who is no staff at work. */
export async function staffRole(tx: Tx): Promise<AccountRow["role"]> {
  const [row] = await tx.execute<{ role: AccountRow["role"] }>(sql`select lookup.staff_role() as role`);
  return row?.role ?? null;
}

/** Makes changes of staff's standing wait for one another until the transaction ends, so that two at once cannot remove the last owner. */
export async function lockStaff(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('holdfast staff', 0))`);
}

export type MemberFilter = { search: string; state: AccountRow["state"] | null; before: string | null; limit: number };

/** Accounts whose address contains a text, newest first; `before` is the last id of the page before. */
export async function listMemberRows(tx: Tx, { search, state, before, limit }: MemberFilter): Promise<AccountRow[]> {
  return await tx
    .select()
    .from(accounts)
    .where(
      and(
        search ? sql`position(${search.toLowerCase()} in ${accounts.email}) > 0` : undefined,
        state ? eq(accounts.state, state) : undefined,
        before ? lt(accounts.id, before) : undefined,
      ),
    )
    .orderBy(desc(accounts.id))
    .limit(limit);
}

/** Everybody with a role. */
export async function listStaffRows(tx: Tx): Promise<AccountRow[]> {
  return await tx.select().from(accounts).where(isNotNull(accounts.role)).orderBy(accounts.email);
}

/** Active accounts with one of these roles. */
export async function activeStaff(tx: Tx, roles: readonly NonNullable<AccountRow["role"]>[]): Promise<AccountRow[]> {
  return await tx
    .select()
    .from(accounts)
    .where(and(inArray(accounts.role, [...roles]), eq(accounts.state, "active")));
}

/** How many active owners there are besides this account. */
export async function countOtherOwners(tx: Tx, accountId: string): Promise<number> {
  const [row] = await tx
    .select({ owners: count() })
    .from(accounts)
    .where(and(eq(accounts.role, "owner"), eq(accounts.state, "active"), ne(accounts.id, accountId)));
  return row?.owners ?? 0;
}

/** False when there is no such account, or the transaction may not change it. */
export async function changeRole(tx: Tx, accountId: string, role: AccountRow["role"]): Promise<boolean> {
  const rows = await tx.update(accounts).set({ role }).where(eq(accounts.id, accountId)).returning({ id: accounts.id });
  return rows.length === 1;
}

/** Moves an account from one of some states to another. False when it was in none of them, or the transaction may not change it. */
export async function changeState(tx: Tx, accountId: string, from: AccountRow["state"][], to: AccountRow["state"]): Promise<boolean> {
  const rows = await tx
    .update(accounts)
    .set({ state: to })
    .where(and(eq(accounts.id, accountId), inArray(accounts.state, from)))
    .returning({ id: accounts.id });
  return rows.length === 1;
}

/** How a member stands, in states and counts. `plan` is Stripe's status of the newest subscription, null when there never was one. */
export type Standing = {
  plan: string | null;
  planUntil: Date | null;
  connections: number;
  working: number;
  sessions: number;
  factors: number;
  /** Accepted work orders that no invoice bears yet, less those that were credited. */
  unbilledUnits: number;
  unbilledCents: number;
};

/** Null for who is no staff. */
export async function readStanding(tx: Tx, accountId: string): Promise<Standing | null> {
  const [row] = await tx.execute<Omit<Standing, "planUntil"> & { planUntil: string | null }>(sql`
    select plan, plan_until as "planUntil", connections, working, sessions, factors, unbilled_units as "unbilledUnits",
           unbilled_cents as "unbilledCents" from lookup.member_standing(${accountId})`);
  return row ? { ...row, planUntil: row.planUntil === null ? null : new Date(row.planUntil) } : null;
}

/** Unlinks every connection of a terminated account, deletes its sealed logins, and has the keys destroyed. Returns the connections' ids. */
export async function endConnections(tx: Tx, accountId: string, at: Date): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`select id from lookup.end_connections(${accountId}, ${at.toISOString()})`);
  return rows.map(({ id }) => id);
}
