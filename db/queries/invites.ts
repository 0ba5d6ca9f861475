import { and, count, desc, eq, gt, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import { waitForTurn } from "@/db/queries/turn";
import { invites } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

export type InviteRow = typeof invites.$inferSelect;

export async function insertInvite(tx: Tx, invite: Pick<InviteRow, "email" | "invitedBy" | "expiresAt">): Promise<InviteRow> {
  const [row] = await tx.insert(invites).values(invite).returning();
  if (!row) throw new Error("an insert returned no row");
  return row;
}

/** Has whoever makes invites wait for one another to the end of their transactions: of two for one address, the second sees the first. */
export async function lockNewInvites(tx: Tx): Promise<void> {
  await waitForTurn(tx, "holdfast invites");
}

export async function findInviteRow(tx: Tx, id: string): Promise<InviteRow | null> {
  const [row] = await tx.select().from(invites).where(eq(invites.id, id));
  return row ?? null;
}

const unused = and(isNull(invites.redeemedAt), isNull(invites.revokedAt));

/** The newest invite of an address that was neither used nor revoked, whether or not it has expired. */
export async function newestUnusedInvite(tx: Tx, email: string): Promise<InviteRow | null> {
  const [row] = await tx
    .select()
    .from(invites)
    .where(and(eq(invites.email, email), unused))
    .orderBy(desc(invites.createdAt))
    .limit(1);
  return row ?? null;
}

/** An invite of an address that can be redeemed now. */
export async function openInvite(tx: Tx, email: string, at: Date): Promise<InviteRow | null> {
  const [row] = await tx
    .select()
    .from(invites)
    .where(and(eq(invites.email, email), unused, gt(invites.expiresAt, at)))
    .limit(1);
  return row ?? null;
}

/** How many invites can be redeemed now. */
export async function countOpenInvites(tx: Tx, at: Date): Promise<number> {
  const [row] = await tx
    .select({ open: count() })
    .from(invites)
    .where(and(unused, gt(invites.expiresAt, at)));
  return row?.open ?? 0;
}

/** How many open invites stop working by `until`. */
export async function countExpiring(tx: Tx, at: Date, until: Date): Promise<number> {
  const [row] = await tx
    .select({ expiring: count() })
    .from(invites)
    .where(and(unused, gt(invites.expiresAt, at), lte(invites.expiresAt, until)));
  return row?.expiring ?? 0;
}

export type InviteState = "open" | "expired" | "revoked" | "redeemed";
const inviteSorts = { made: invites.id, email: invites.email, expires: invites.expiresAt } as const;
export type InviteFilter = Page<keyof typeof inviteSorts> & {
  /** A part of an address. */
  search: string;
  state: InviteState | null;
};

function inState(state: InviteState, at: Date) {
  if (state === "redeemed") return isNotNull(invites.redeemedAt);
  if (state === "revoked") return isNotNull(invites.revokedAt);
  return and(unused, state === "open" ? gt(invites.expiresAt, at) : lte(invites.expiresAt, at));
}

/** Invites that a filter lets through, a page at a time. */
export async function listInviteRows(tx: Tx, filter: InviteFilter, at: Date): Promise<InviteRow[]> {
  const { search, state, sort, limit } = filter;
  const { past, order, turned } = keyset({ table: invites, id: invites.id, by: inviteSorts[sort] }, filter);
  const sought = search ? sql`${invites.id} in (select lookup.search_invites(${search.toLowerCase()}))` : undefined;
  const rows = await tx
    .select()
    .from(invites)
    .where(and(sought, state ? inState(state, at) : undefined, past))
    .orderBy(...order)
    .limit(limit);
  return turned(rows);
}

export type InviteMail = { sentAt: Date | null; givenUpAt: Date | null };

/** What became of the mails with the newest links of these invites, by the invite's id; none for who may not see invites. */
export async function readInviteMails(tx: Tx, ids: readonly string[]): Promise<Map<string, InviteMail>> {
  const rows = await tx.execute<{ id: string; sentAt: string | null; givenUpAt: string | null }>(sql`
    select invite_id as id, sent_at as "sentAt", given_up_at as "givenUpAt"
    from lookup.invite_mails(${sql.param(`{${ids.join(",")}}`)}::uuid[])`);
  const date = (text: string | null) => (text === null ? null : new Date(text));
  return new Map(rows.map(({ id, sentAt, givenUpAt }) => [id, { sentAt: date(sentAt), givenUpAt: date(givenUpAt) }]));
}

/** Raises the generation, which kills the earlier link, and gives the invite new time. Null when it was used or revoked. */
export async function renewInvite(tx: Tx, id: string, expiresAt: Date): Promise<InviteRow | null> {
  const [row] = await tx
    .update(invites)
    .set({ generation: sql`${invites.generation} + 1`, expiresAt })
    .where(and(eq(invites.id, id), unused))
    .returning();
  return row ?? null;
}

/** Null when it was used, or revoked before. */
export async function closeInvite(tx: Tx, id: string, at: Date): Promise<InviteRow | null> {
  const [row] = await tx
    .update(invites)
    .set({ revokedAt: at })
    .where(and(eq(invites.id, id), unused))
    .returning();
  return row ?? null;
}

export type InviteLookup = { id: string; email: string; expiresAt: Date; open: boolean };

/** An invite by what its link says, for someone who has not joined yet. Null when there is none of that id and generation. */
export async function lookUpInvite(tx: Tx, id: string, generation: number, at: Date): Promise<InviteLookup | null> {
  const [row] = await tx.execute<{ id: string; email: string; expiresAt: string; open: boolean }>(sql`
    select id, email, expires_at as "expiresAt",
           (redeemed_at is null and revoked_at is null and expires_at > ${at.toISOString()}::timestamptz) as open
    from lookup.invite(${id}, ${generation})`);
  return row ? { ...row, expiresAt: new Date(row.expiresAt) } : null;
}

/**
 * Uses an invite up for an account that the same transaction makes, and returns the address that it is for. Null when it was used,
 * sent again, revoked or has expired: the function's WHERE decides the race.
 */
export async function claimInvite(tx: Tx, claim: { id: string; generation: number; accountId: string; at: Date }): Promise<string | null> {
  const [row] = await tx.execute<{ email: string }>(
    sql`select email from lookup.claim_invite(${claim.id}, ${claim.generation}, ${claim.accountId}, ${claim.at.toISOString()})`,
  );
  return row?.email ?? null;
}
