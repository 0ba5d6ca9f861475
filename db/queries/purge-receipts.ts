import { and, eq, gte, isNotNull, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { isDue, type RetentionRule } from "@/db/retention-rule";
import { purgeReceipts } from "@/db/schema";

export type PurgeReceipt = typeof purgeReceipts.$inferSelect;

/** Whether a rule has anything to do: rows that are due, a receipt without an end, or no receipt since a moment. */
export async function hasWork(tx: Tx, rule: RetentionRule, until: Date, since: Date): Promise<boolean> {
  const [row] = await tx.execute<{ has: boolean }>(sql`select exists(${dueRows(rule, until, 1)})
    or exists(select 1 from ${purgeReceipts} where ${eq(purgeReceipts.rule, rule.id)} and ${isNull(purgeReceipts.finishedAt)})
    or not exists(select 1 from ${purgeReceipts} where ${eq(purgeReceipts.rule, rule.id)} and ${gte(purgeReceipts.finishedAt, since)}) as has`);
  return row?.has ?? false;
}

function dueRows(rule: RetentionRule, until: Date, limit: number) {
  const [before, after] = isDue(rule, "$until").split("$until");
  return sql`select ctid from ${sql.raw(rule.table)} where ${sql.raw(before ?? "")}${until.toISOString()}::timestamptz${sql.raw(after ?? "")} limit ${limit}`;
}

/**
 * The receipt of a rule that is under way: a new one, or the one that an earlier purge has left without an end. Null when another purge has
 * closed it this moment: then there is nothing left to do.
 */
export async function openReceipt(tx: Tx, rule: string, until: Date): Promise<PurgeReceipt | null> {
  const [fresh] = await tx.insert(purgeReceipts).values({ rule, until }).onConflictDoNothing().returning();
  if (fresh) return fresh;
  const [found] = await tx
    .select()
    .from(purgeReceipts)
    .where(and(eq(purgeReceipts.rule, rule), isNull(purgeReceipts.finishedAt)));
  return found ?? null;
}

/**
 * Erases at most `limit` rows that were due at `until`, and adds them to the receipt. How many it were. It holds the receipt meanwhile, so that
 * of two purges one waits for the other, and nothing is erased that an open receipt does not count: under a closed one nothing is.
 */
export async function eraseBatch(tx: Tx, rule: RetentionRule, receipt: PurgeReceipt, limit: number): Promise<number> {
  const isOpen = and(eq(purgeReceipts.id, receipt.id), isNull(purgeReceipts.finishedAt));
  const [open] = await tx.select({ id: purgeReceipts.id }).from(purgeReceipts).where(isOpen).for("update");
  if (!open) return 0;
  const table = sql.raw(rule.table);
  const due = dueRows(rule, receipt.until, limit);
  const set = Object.entries(rule.empties ?? {}).map(([column, value]) => `${column} = ${value}`);
  const what = rule.empties ? sql`update ${table} set ${sql.raw(set.join(", "))}` : sql`delete from ${table}`;
  const [row] = await tx.execute<{ rows: number }>(
    sql`with gone as (${what} where ctid in (${due}) returning 1) select count(*)::int as rows from gone`,
  );
  const rows = row?.rows ?? 0;
  await tx
    .update(purgeReceipts)
    .set({ rows: sql`${purgeReceipts.rows} + ${rows}` })
    .where(eq(purgeReceipts.id, receipt.id));
  return rows;
}

/** Closes a receipt, and says how many rows it stands for; 0 when another purge has closed it. */
export async function closeReceipt(tx: Tx, id: string, at: Date): Promise<number> {
  const [row] = await tx
    .update(purgeReceipts)
    .set({ finishedAt: at })
    .where(and(eq(purgeReceipts.id, id), isNull(purgeReceipts.finishedAt)))
    .returning({ rows: purgeReceipts.rows });
  return row?.rows ?? 0;
}

/** What the receipts say of one rule. */
export interface PurgedByRule {
  rule: string;
  lastAt: Date;
  /** Rows that went since a moment. */
  rowsLately: number;
}

/** When each rule was last gone through to its end, and how many rows went by it since a moment. */
export async function purgedByRule(tx: Tx, since: Date): Promise<PurgedByRule[]> {
  const { rule, rows, finishedAt } = purgeReceipts;
  const lately = sql<number>`coalesce(sum(${rows}) filter (where ${finishedAt} >= ${since.toISOString()}::timestamptz), 0)::int`;
  return await tx
    .select({ rule, lastAt: sql`max(${finishedAt})`.mapWith(finishedAt), rowsLately: lately })
    .from(purgeReceipts)
    .where(isNotNull(finishedAt))
    .groupBy(rule);
}
