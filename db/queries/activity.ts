import { and, asc, desc, eq, lt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { activity } from "@/db/schema";

export type ActivityRow = typeof activity.$inferSelect;

export async function insertActivity(tx: Tx, row: Omit<ActivityRow, "id">): Promise<void> {
  await tx.insert(activity).values(row);
}

/** The account's latest activity, newest first; `before` pages on. */
export async function listActivity(tx: Tx, accountId: string, limit: number, before?: Date): Promise<ActivityRow[]> {
  return await tx
    .select()
    .from(activity)
    .where(and(eq(activity.accountId, accountId), before ? lt(activity.at, before) : undefined))
    .orderBy(desc(activity.at))
    .limit(limit);
}

/** What the automation did about one of the account's offers, oldest first. */
export async function listActivityOf(tx: Tx, accountId: string, offerId: string): Promise<ActivityRow[]> {
  return await tx
    .select()
    .from(activity)
    .where(and(eq(activity.accountId, accountId), eq(activity.offerId, offerId)))
    .orderBy(asc(activity.at));
}
