import { and, count, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import { inviteAsks } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

export type InviteAsk = typeof inviteAsks.$inferSelect;

/** Keeps one ask an address. True when there was none before. Web may add asks but not read them. */
export async function insertAsk(tx: Tx, ask: { id: string; email: string }): Promise<boolean> {
  const result = await tx.insert(inviteAsks).values(ask).onConflictDoNothing();
  return result.count > 0;
}

export async function findAsk(tx: Tx, id: string): Promise<InviteAsk | null> {
  const [row] = await tx.select().from(inviteAsks).where(eq(inviteAsks.id, id));
  return row ?? null;
}

const sorts = { asked: inviteAsks.createdAt, email: inviteAsks.email } as const;
export type AskFilter = Page<keyof typeof sorts> & {
  /** A part of the address. */
  search: string;
};

/** Asks that a filter lets through, a page at a time. */
export async function listAskRows(tx: Tx, filter: AskFilter): Promise<InviteAsk[]> {
  const { search, sort, limit } = filter;
  const { past, order, turned } = keyset({ table: inviteAsks, id: inviteAsks.id, by: sorts[sort] }, filter);
  const sought = search ? sql`position(lower(${search}) in ${inviteAsks.email}) > 0` : undefined;
  const rows = await tx
    .select()
    .from(inviteAsks)
    .where(and(sought, past))
    .orderBy(...order)
    .limit(limit);
  return turned(rows);
}

export async function countAsks(tx: Tx): Promise<number> {
  const [row] = await tx.select({ asks: count() }).from(inviteAsks);
  return row?.asks ?? 0;
}

export async function deleteAsk(tx: Tx, email: string): Promise<void> {
  await tx.delete(inviteAsks).where(eq(inviteAsks.email, email));
}
