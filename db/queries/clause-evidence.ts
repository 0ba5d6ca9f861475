import { and, desc, eq, gt, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import { accounts, clauseEvidence } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

const e = clauseEvidence;
export type EvidenceRow = typeof e.$inferSelect;
export type NewEvidence = Pick<EvidenceRow, "clause" | "title" | "text" | "reference" | "recordedBy" | "authorRole" | "validUntil">;

export async function insertEvidence(tx: Tx, evidence: NewEvidence): Promise<string> {
  const [row] = await tx.insert(e).values(evidence).returning({ id: e.id });
  if (!row) throw new Error("the evidence was not stored");
  return row.id;
}

/** Withdraws evidence that stands. Null when it was withdrawn already, or there is none: the WHERE decides between two at once. */
export async function withdrawEvidenceRow(tx: Tx, id: string, withdrawnBy: string, at: Date): Promise<EvidenceRow | null> {
  const [row] = await tx
    .update(e)
    .set({ withdrawnAt: at, withdrawnBy })
    .where(and(eq(e.id, id), isNull(e.withdrawnAt)))
    .returning();
  return row ?? null;
}

/** Of the evidence for a clause that was not withdrawn, what counts longest; null when there is none. */
export async function findEvidence(tx: Tx, clause: string): Promise<EvidenceRow | null> {
  const [row] = await tx
    .select()
    .from(e)
    .where(and(eq(e.clause, clause), isNull(e.withdrawnAt)))
    .orderBy(desc(e.validUntil), desc(e.id))
    .limit(1);
  return row ?? null;
}

export type EvidenceFilter = Page<"until" | "recorded"> & { clause: string | null; state: "valid" | "expired" | "withdrawn" | null };
/** With the address of who recorded it. */
export type ListedEvidence = EvidenceRow & { email: string };

/** Evidence that a filter lets through, a page at a time. */
export async function listEvidenceRows(tx: Tx, filter: EvidenceFilter, at: Date): Promise<ListedEvidence[]> {
  const by = filter.sort === "until" ? e.validUntil : e.recordedAt;
  const { past, order, turned } = keyset({ table: e, id: e.id, by }, filter);
  const states = {
    valid: and(isNull(e.withdrawnAt), gt(e.validUntil, at)),
    expired: and(isNull(e.withdrawnAt), lte(e.validUntil, at)),
    withdrawn: isNotNull(e.withdrawnAt),
  };
  const rows = await tx
    .select({ evidence: e, email: accounts.email })
    .from(e)
    .innerJoin(accounts, eq(accounts.id, e.recordedBy))
    .where(and(filter.clause ? eq(e.clause, filter.clause) : undefined, filter.state ? states[filter.state] : undefined, past))
    .orderBy(...order)
    .limit(filter.limit);
  return turned(rows).map(({ evidence, email }) => ({ ...evidence, email }));
}

/** For how many clauses what counts longest has run out, or runs out before `until`. */
export async function countRunningOut(tx: Tx, until: Date): Promise<number> {
  const longest = tx
    .select({ last: sql`max(${e.validUntil})`.as("last") })
    .from(e)
    .where(isNull(e.withdrawnAt))
    .groupBy(e.clause)
    .as("longest");
  const [row] = await tx
    .select({ number: sql<number>`count(*)::int` })
    .from(longest)
    .where(lte(longest.last, sql`${until.toISOString()}::timestamptz`));
  return row?.number ?? 0;
}
