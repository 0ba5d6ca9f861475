import { and, asc, count, eq, gte, isNotNull, isNull, lte, ne, notExists, notInArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import { accounts, differences } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

export type DifferenceRow = typeof differences.$inferSelect;
export type SeenDifference = Pick<
  DifferenceRow,
  "key" | "kind" | "accountId" | "ours" | "theirs" | "amountCents" | "repair" | "seenRunId" | "foundAt"
>;

/**
 * Writes down what a run sees: a new row, or the open one of the same key as it is now. False for what somebody has set aside as it is.
 */
export async function keepDifference(tx: Tx, seen: SeenDifference): Promise<boolean> {
  const { key, ours, theirs, amountCents, repair, seenRunId } = seen;
  const asItIs = and(eq(differences.ours, ours), eq(differences.theirs, theirs), eq(differences.amountCents, amountCents));
  const [aside] = await tx
    .select({ id: differences.id })
    .from(differences)
    .where(and(eq(differences.key, key), eq(differences.settledHow, "set_aside"), asItIs))
    .limit(1);
  if (aside) return false;
  await tx.insert(differences).values(seen).onConflictDoUpdate({
    target: differences.key,
    targetWhere: sql`settled_at is null`,
    set: { ours, theirs, amountCents, repair, seenRunId },
  });
  return true;
}

const open = isNull(differences.settledAt);

/** Settles an account's open differences that are there no more. Those that somebody has asked to repair stay for the repair to settle. */
export async function settleGone(tx: Tx, accountId: string, stillThere: string[], at: Date): Promise<void> {
  await tx
    .update(differences)
    .set({ settledAt: at, settledHow: "gone" })
    .where(
      and(
        eq(differences.accountId, accountId),
        open,
        isNull(differences.repairNextAt),
        ne(differences.kind, "unknown_customer"),
        stillThere.length > 0 ? notInArray(differences.key, stillThere) : undefined,
      ),
    );
}

/** Settles what was said of unknown customers and was not seen in this run, which has gone through all of them. */
export async function settleUnseenStrangers(tx: Tx, runId: string, at: Date): Promise<void> {
  await tx
    .update(differences)
    .set({ settledAt: at, settledHow: "gone" })
    .where(and(open, eq(differences.kind, "unknown_customer"), ne(differences.seenRunId, runId)));
}

/** How many differences a run has seen, and how many of them nobody had seen before it began. */
export async function countSeen(tx: Tx, runId: string, since: Date): Promise<{ differences: number; fresh: number }> {
  const seen = and(eq(differences.seenRunId, runId), open);
  const [all] = await tx.select({ number: count() }).from(differences).where(seen);
  const [fresh] = await tx
    .select({ number: count() })
    .from(differences)
    .where(and(seen, gte(differences.foundAt, since)));
  return { differences: all?.number ?? 0, fresh: fresh?.number ?? 0 };
}

export async function countOpenDifferences(tx: Tx): Promise<number> {
  const [row] = await tx.select({ number: count() }).from(differences).where(open);
  return row?.number ?? 0;
}

/** Open differences, oldest first, with whose they are. */
export async function listOpenDifferences(tx: Tx, limit: number) {
  return await tx
    .select({ difference: differences, email: accounts.email })
    .from(differences)
    .leftJoin(accounts, eq(accounts.id, differences.accountId))
    .where(open)
    .orderBy(asc(differences.foundAt), asc(differences.key))
    .limit(limit);
}

const differenceSorts = { found: differences.foundAt, amount: differences.amountCents } as const;
export type DifferenceFilter = Page<keyof typeof differenceSorts> & {
  state: "open" | "repaired" | "gone" | "set_aside" | null;
  kind: string | null;
};

/** Differences that a filter lets through, settled ones too, a page at a time, with whose they are. */
export async function listDifferenceRows(tx: Tx, filter: DifferenceFilter): Promise<(DifferenceRow & { email: string | null })[]> {
  const { state, kind, sort, limit } = filter;
  const { past, order, turned } = keyset({ table: differences, id: differences.id, by: differenceSorts[sort] }, filter);
  const inState = state === "open" ? open : state ? eq(differences.settledHow, state) : undefined;
  const rows = await tx
    .select({ difference: differences, email: accounts.email })
    .from(differences)
    .leftJoin(accounts, eq(accounts.id, differences.accountId))
    .where(and(inState, kind ? eq(differences.kind, kind) : undefined, past))
    .orderBy(...order)
    .limit(limit);
  return turned(rows).map(({ difference, email }) => ({ ...difference, email }));
}

type Ask = { repair: string; amountCents: number; askedBy: string; reason: string; at: Date };

/** Asks for a repair of an open difference, as it was shown. False when it is settled, asked for already, or not as it was shown. */
export async function askForRepair(tx: Tx, id: string, { repair, amountCents, askedBy, reason, at }: Ask): Promise<boolean> {
  const rows = await tx
    .update(differences)
    .set({ repairAskedBy: askedBy, repairAskedAt: at, repairReason: reason, repairNextAt: at })
    .where(
      and(
        eq(differences.id, id),
        open,
        isNull(differences.repairNextAt),
        eq(differences.repair, repair),
        eq(differences.amountCents, amountCents),
      ),
    )
    .returning({ id: differences.id });
  return rows.length === 1;
}

type Aside = Omit<Ask, "repair">;

/** Sets aside an open difference that only a person can judge, as it was shown. Whose it is; false when it is not so any more. */
export async function setAside(
  tx: Tx,
  id: string,
  { amountCents, askedBy, reason, at }: Aside,
): Promise<Pick<DifferenceRow, "accountId" | "kind"> | false> {
  const [row] = await tx
    .update(differences)
    .set({ settledAt: at, settledHow: "set_aside", repairAskedBy: askedBy, repairAskedAt: at, repairReason: reason })
    .where(and(eq(differences.id, id), open, eq(differences.repair, "look"), eq(differences.amountCents, amountCents)))
    .returning({ accountId: differences.accountId, kind: differences.kind });
  return row ?? false;
}

/** Opens a difference that was set aside. Whose it is; false when it was not, or stands open under its key in another form. */
export async function takeUp(
  tx: Tx,
  id: string,
  { askedBy, at }: Pick<Ask, "askedBy" | "at">,
): Promise<Pick<DifferenceRow, "accountId" | "kind"> | false> {
  const again = alias(differences, "again");
  const stands = tx
    .select({ id: again.id })
    .from(again)
    .where(and(eq(again.key, differences.key), isNull(again.settledAt)));
  const [row] = await tx
    .update(differences)
    .set({ settledAt: null, settledHow: null, repairAskedBy: askedBy, repairAskedAt: at })
    .where(and(eq(differences.id, id), eq(differences.settledHow, "set_aside"), notExists(stands)))
    .returning({ accountId: differences.accountId, kind: differences.kind });
  return row ?? false;
}

export async function dueRepairs(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: differences.id })
    .from(differences)
    .where(and(isNotNull(differences.repairNextAt), lte(differences.repairNextAt, at)))
    .orderBy(asc(differences.repairNextAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Counts a try before it is made, and says when the next one is due should this one die. The row as it was; null when none is asked for. */
export async function beginRepair(tx: Tx, id: string, nextAfter: (attempts: number) => Date): Promise<DifferenceRow | null> {
  const [row] = await tx
    .select()
    .from(differences)
    .where(and(eq(differences.id, id), open, isNotNull(differences.repairNextAt)));
  if (!row) return null;
  await tx
    .update(differences)
    .set({ repairAttempts: sql`${differences.repairAttempts} + 1`, repairNextAt: nextAfter(row.repairAttempts) })
    .where(eq(differences.id, id));
  return row;
}

/** Ends an open difference. False when it has ended before. */
export async function settleDifference(tx: Tx, id: string, how: "repaired" | "gone", at: Date): Promise<boolean> {
  const rows = await tx
    .update(differences)
    .set({ settledAt: at, settledHow: how, repairNextAt: null })
    .where(and(eq(differences.id, id), open))
    .returning({ id: differences.id });
  return rows.length === 1;
}

/** Takes back the ask for a repair, because the difference is another by now, and writes down how it is. */
export async function resetRepair(
  tx: Tx,
  id: string,
  now: Pick<DifferenceRow, "ours" | "theirs" | "amountCents" | "repair">,
): Promise<void> {
  const { ours, theirs, amountCents, repair } = now;
  await tx
    .update(differences)
    .set({ ours, theirs, amountCents, repair, repairNextAt: null, repairAttempts: 0 })
    .where(and(eq(differences.id, id), open));
}
