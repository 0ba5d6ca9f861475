import { asc, count, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { inviteAsks } from "@/db/schema";

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

export async function listAskRows(tx: Tx, limit: number): Promise<InviteAsk[]> {
  return await tx.select().from(inviteAsks).orderBy(asc(inviteAsks.createdAt)).limit(limit);
}

export async function countAsks(tx: Tx): Promise<number> {
  const [row] = await tx.select({ asks: count() }).from(inviteAsks);
  return row?.asks ?? 0;
}

export async function deleteAsk(tx: Tx, email: string): Promise<void> {
  await tx.delete(inviteAsks).where(eq(inviteAsks.email, email));
}
