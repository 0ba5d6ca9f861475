import { asc, desc, eq, gt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AccessLine } from "@/db/queries/access-lines";
import { accessChain, accessLines } from "@/db/schema";

/** The longest beginning of the chain, at most `limit` places, of which nothing is younger than thirteen months; null when there is none. */
export async function oldBeginning(tx: Tx, limit: number): Promise<{ through: number; hash: Buffer; lines: number } | null> {
  const rows = await tx.execute<{ through: string; hash: Buffer; lines: number }>(sql`
    with oldest as (
      select c.sequence, c.hash, greatest(l.created_at, c.chained_at) <= now() - interval '13 months' as old
      from ${accessChain} c join ${accessLines} l on l.id = c.line_id order by c.sequence limit ${limit}
    ), beginning as (
      select sequence, hash, bool_and(old) over (order by sequence) as old, row_number() over (order by sequence)::int as lines from oldest
    )
    select sequence as through, hash, lines from beginning where old order by sequence desc limit 1`);
  const [row] = rows;
  return row ? { through: Number(row.through), hash: row.hash, lines: row.lines } : null;
}

/** Puts a signed note in the place of the chain's beginning; the database refuses what is younger, or vouched for by no checkpoint kept elsewhere. */
export async function buryBeginning(tx: Tx, through: number, note: string): Promise<void> {
  await tx.execute(sql`select access_log.bury(${through}, ${note})`);
}

export type ChainLink = typeof accessChain.$inferSelect;

/** The newest link; null while the chain is empty. */
export async function chainHead(tx: Tx): Promise<ChainLink | null> {
  const [head] = await tx.select().from(accessChain).orderBy(desc(accessChain.sequence)).limit(1);
  return head ?? null;
}

/** The link at a place; null where none is. */
export async function linkAt(tx: Tx, sequence: number): Promise<ChainLink | null> {
  const [link] = await tx.select().from(accessChain).where(eq(accessChain.sequence, sequence));
  return link ?? null;
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
