import { asc, desc, eq, gt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AccessLine } from "@/db/queries/access-lines";
import { accessChain, accessLines } from "@/db/schema";

export type ChainLink = typeof accessChain.$inferSelect;

/** The newest link; null while the chain is empty. */
export async function chainHead(tx: Tx): Promise<ChainLink | null> {
  const [head] = await tx.select().from(accessChain).orderBy(desc(accessChain.sequence)).limit(1);
  return head ?? null;
}

/** Fails as a whole when a sequence number or a line is already in the chain. */
export async function insertLinks(tx: Tx, links: ChainLink[]): Promise<void> {
  await tx.insert(accessChain).values(links);
}

/** Links after a sequence number, in order, each with the line that it covers; the line is null when it is gone. */
export async function linksAfter(tx: Tx, sequence: number, limit: number): Promise<{ link: ChainLink; line: AccessLine | null }[]> {
  return await tx
    .select({ link: accessChain, line: accessLines })
    .from(accessChain)
    .leftJoin(accessLines, eq(accessLines.id, accessChain.lineId))
    .where(gt(accessChain.sequence, sequence))
    .orderBy(asc(accessChain.sequence))
    .limit(limit);
}
