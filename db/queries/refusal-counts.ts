import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { refusalCounts } from "@/db/schema";

export type RefusalCount = typeof refusalCounts.$inferSelect;

/** Adds counts to what other instances have counted of the same minute, network and refusal. */
export async function addRefusalCounts(tx: Tx, counts: RefusalCount[]): Promise<void> {
  const { minute, network, refusal, count } = refusalCounts;
  await tx
    .insert(refusalCounts)
    .values(counts)
    .onConflictDoUpdate({ target: [minute, network, refusal], set: { count: sql`${count} + excluded.count` } });
}
