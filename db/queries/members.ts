import { and, count, eq, inArray, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AccountRow } from "@/db/queries/accounts";
import { keyset } from "@/db/queries/keyset";
import { waitForTurn } from "@/db/queries/turn";
import { accounts } from "@/db/schema";
import { isId } from "@/lib/base/ids";
import type { Page } from "@/lib/base/paging";

/** The role that the data gives to whoever the transaction acts for, at this moment; null for everybody who is no staff at work. */
export async function staffRole(tx: Tx): Promise<AccountRow["role"]> {
  const [row] = await tx.execute<{ role: AccountRow["role"] }>(sql`select lookup.staff_role() as role`);
  return row?.role ?? null;
}

/** Makes changes of staff's standing wait for one another until the transaction ends, so that two at once cannot remove the last owner. */
export async function lockStaff(tx: Tx): Promise<void> {
  await waitForTurn(tx, "holdfast staff");
}

const memberSorts = { joined: accounts.id, email: accounts.email } as const;
export type MemberFilter = Page<keyof typeof memberSorts> & {
  /** An account's id, or a part of an address. */
  search: string;
  state: AccountRow["state"] | null;
  /** A role, everybody with one, those without one, or whoever. */
  role: NonNullable<AccountRow["role"]> | "staff" | "member" | null;
};

function ofRole(role: MemberFilter["role"]) {
  if (role === "staff") return isNotNull(accounts.role);
  if (role === "member") return isNull(accounts.role);
  return role ? eq(accounts.role, role) : undefined;
}

/**
 * Whose id or address a search names. The addresses are matched by a function: under row security an index serves only comparisons that
 * are known to tell nothing, which that of texts by their parts is not.
 */
function isSought(search: string) {
  const byAddress = sql`${accounts.id} in (select lookup.search_accounts(${search.toLowerCase()}))`;
  return isId(search) ? or(eq(accounts.id, search), byAddress) : byAddress;
}

/** Accounts that a filter lets through, a page at a time. */
export async function listMemberRows(tx: Tx, filter: MemberFilter): Promise<AccountRow[]> {
  const { search, state, role, sort, limit } = filter;
  const { past, order, turned } = keyset({ table: accounts, id: accounts.id, by: memberSorts[sort], alone: true }, filter);
  const rows = await tx
    .select()
    .from(accounts)
    .where(and(search ? isSought(search) : undefined, state ? eq(accounts.state, state) : undefined, ofRole(role), past))
    .orderBy(...order)
    .limit(limit);
  return turned(rows);
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

/** How some accounts stand, by their ids; none for who is no staff. */
export async function readStandings(tx: Tx, ids: readonly string[]): Promise<Map<string, Standing>> {
  const rows = await tx.execute<Omit<Standing, "planUntil"> & { id: string; planUntil: string | null }>(sql`
    select it.id, plan, plan_until as "planUntil", connections, working, sessions, factors, unbilled_units as "unbilledUnits",
           unbilled_cents as "unbilledCents"
    from unnest(${sql.param(`{${ids.join(",")}}`)}::uuid[]) as it(id) cross join lateral lookup.member_standing(it.id)`);
  return new Map(rows.map(({ id, ...row }) => [id, { ...row, planUntil: row.planUntil === null ? null : new Date(row.planUntil) }]));
}

/** Unlinks every connection of a terminated account, deletes its sealed logins, and has the keys destroyed. Returns the connections' ids. */
export async function endConnections(tx: Tx, accountId: string, at: Date): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`select id from lookup.end_connections(${accountId}, ${at.toISOString()})`);
  return rows.map(({ id }) => id);
}
