import { and, eq, gt, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import { accounts, blocks } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

export type BlockRow = typeof blocks.$inferSelect;
export type NewBlock = Pick<BlockRow, "reason" | "madeBy" | "until"> &
  ({ network: string; accountId: null } | { network: null; accountId: string });

const standing = (at: Date) => and(isNull(blocks.liftedAt), gt(blocks.until, at));

export async function insertBlock(tx: Tx, block: NewBlock): Promise<string> {
  const [row] = await tx.insert(blocks).values(block).returning({ id: blocks.id });
  if (!row) throw new Error("a block was not stored");
  return row.id;
}

/** Ends a block that stands. Null when it has ended already, or there is none: the WHERE decides between two who lift it. */
export async function liftBlockRow(tx: Tx, id: string, liftedBy: string, at: Date): Promise<BlockRow | null> {
  const [row] = await tx
    .update(blocks)
    .set({ liftedAt: at, liftedBy })
    .where(and(eq(blocks.id, id), standing(at)))
    .returning();
  return row ?? null;
}

/** A block as a list shows it: with the addresses of the account that is shut out, null for a network, and of the staff who did it. */
export type ListedBlock = BlockRow & { email: string | null; madeByEmail: string | null };

const maker = alias(accounts, "maker");

export const blockStates = ["standing", "lifted", "ended"] as const;
export const blockTargets = ["network", "account"] as const;
export type BlockFilter = Page<"made" | "until"> & {
  state: (typeof blockStates)[number] | null;
  what: (typeof blockTargets)[number] | null;
};

/** Blocks that a filter lets through, a page at a time: those that stand at `at`, were lifted, or have ended by themselves. */
export async function listBlockRows(tx: Tx, filter: BlockFilter, at: Date): Promise<ListedBlock[]> {
  const by = { made: blocks.id, until: blocks.until }[filter.sort];
  const { past, order, turned } = keyset({ table: blocks, id: blocks.id, by }, filter);
  const states = { standing: standing(at), lifted: isNotNull(blocks.liftedAt), ended: and(isNull(blocks.liftedAt), lte(blocks.until, at)) };
  const targets = { network: isNotNull(blocks.network), account: isNotNull(blocks.accountId) };
  const rows = await tx
    .select({ block: blocks, email: accounts.email, madeByEmail: maker.email })
    .from(blocks)
    .leftJoin(accounts, eq(accounts.id, blocks.accountId))
    .leftJoin(maker, sql`${blocks.madeBy} = 'staff:' || ${maker.id}`)
    .where(and(filter.state ? states[filter.state] : undefined, filter.what ? targets[filter.what] : undefined, past))
    .orderBy(...order)
    .limit(filter.limit);
  return turned(rows).map(({ block, email, madeByEmail }) => ({ ...block, email, madeByEmail }));
}

/** Until when, and why, the account is shut out at `at`; null when it is not. For whoever the transaction acts for, and staff. */
export async function findAccountBlock(tx: Tx, accountId: string, at: Date): Promise<BlockRow | null> {
  const [row] = await tx
    .select()
    .from(blocks)
    .where(and(eq(blocks.accountId, accountId), isNotNull(blocks.accountId), standing(at)))
    .limit(1);
  return row ?? null;
}

/** The networks that are shut out now, and until when. Says neither why nor by whom, so that web may ask before it knows who asks. */
export async function blockedNetworks(tx: Tx): Promise<{ network: string; until: Date }[]> {
  const rows = await tx.execute<{ network: string; until: string }>(sql`select network, until from lookup.blocked_networks()`);
  return rows.map(({ network, until }) => ({ network, until: new Date(until) }));
}

/** Whether somebody of staff is at work from within a network: a living session that a factor has raised. */
export async function hasStaffWithin(tx: Tx, network: string): Promise<boolean> {
  const [row] = await tx.execute<{ found: boolean }>(sql`select lookup.staff_within(${network}::cidr) as found`);
  return row?.found ?? false;
}
