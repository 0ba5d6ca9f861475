import { and, asc, count, desc, eq, gte, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyset } from "@/db/queries/keyset";
import { accessLines, accounts, reviewItems, reviews } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

export type ReviewRow = typeof reviews.$inferSelect;
export type ReviewItem = typeof reviewItems.$inferSelect;
export type NewItem = Pick<ReviewItem, "kind" | "actor" | "act" | "object" | "reason" | "at">;

/** Adds a review of a period with its items. Null when that period has one, whoever made it. */
export async function insertReview(
  tx: Tx,
  review: Pick<ReviewRow, "kind" | "period" | "startsAt" | "endsAt" | "seed" | "drawnFrom" | "dueAt">,
  items: NewItem[],
): Promise<string | null> {
  const [row] = await tx.insert(reviews).values(review).onConflictDoNothing().returning({ id: reviews.id });
  if (!row) return null;
  const rows = items.map((item, index) => ({ ...item, reviewId: row.id, position: index + 1 }));
  if (rows.length > 0) await tx.insert(reviewItems).values(rows);
  return row.id;
}

/** The periods of a kind that have a review. */
export async function reviewedPeriods(tx: Tx, kind: ReviewRow["kind"]): Promise<Set<string>> {
  const rows = await tx.select({ period: reviews.period }).from(reviews).where(eq(reviews.kind, kind));
  return new Set(rows.map(({ period }) => period));
}

/** When the access log begins; null while it is empty. */
export async function logBeginsAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.select({ at: accessLines.at }).from(accessLines).orderBy(asc(accessLines.at), asc(accessLines.id)).limit(1);
  return row?.at ?? null;
}

const byPerson = or(sql`${accessLines.actor} ~ '^(staff|host):'`, eq(accessLines.act, "credential.open"));

/**
 * A sample of what people did in a time, and of the vault's openings; and how many there were. One of each kind of act, then a second of each,
 * and so on, in the order that a seed gives: what happens ten thousand times does not crowd out what happened once.
 */
export async function drawAccesses(tx: Tx, from: Date, until: Date, seed: string, most: number): Promise<{ items: NewItem[]; of: number }> {
  const inTime = and(gte(accessLines.at, from), lt(accessLines.at, until), byPerson);
  const [all] = await tx.select({ number: count() }).from(accessLines).where(inTime);
  const { id, actor, act, reason, at } = accessLines;
  const drawn = sql`md5(${id}::text || ${seed})`;
  const turn = sql<number>`row_number() over (partition by ${act} order by ${drawn})`.as("turn");
  const dealt = tx
    .select({ id, actor, act, reason, at, turn, drawn: drawn.as("drawn") })
    .from(accessLines)
    .where(inTime)
    .as("dealt");
  const lines = await tx.select().from(dealt).orderBy(dealt.turn, dealt.drawn).limit(most);
  const items = lines.map((line) => ({
    kind: "access" as const,
    actor: line.actor,
    act: line.act,
    object: `line:${line.id}`,
    reason: line.reason,
    at: line.at,
  }));
  return { items, of: all?.number ?? 0 };
}

/** Everybody who has a role and can use it. */
export async function rolesHeld(tx: Tx): Promise<{ id: string; role: string }[]> {
  const rows = await tx
    .select({ id: accounts.id, role: accounts.role })
    .from(accounts)
    .where(and(isNotNull(accounts.role), eq(accounts.state, "active")))
    .orderBy(asc(accounts.id));
  return rows.map(({ id, role }) => ({ id, role: role ?? "" }));
}

export type ReviewFilter = Page<"due"> & { kind: ReviewRow["kind"] | null; state: "open" | "overdue" | "closed" | null };
export type CountedReview = ReviewRow & { items: number; left: number; selfReviewed: number; violations: number };

const counted = {
  items: sql<number>`(select count(*)::int from ${reviewItems} i where i.review_id = reviews.id)`,
  left: sql<number>`(select count(*)::int from ${reviewItems} i where i.review_id = reviews.id and i.judgement is null)`,
  selfReviewed: sql<number>`(select count(*)::int from ${reviewItems} i where i.review_id = reviews.id and i.self_reviewed)`,
  violations: sql<number>`(select count(*)::int from ${reviewItems} i where i.review_id = reviews.id and i.judgement = 'violation')`,
};
const overdueAt = (at: Date) => and(isNull(reviews.closedAt), lte(reviews.dueAt, at));

/** Reviews that a filter lets through, a page at a time, with how far each has come. */
export async function listReviewRows(tx: Tx, filter: ReviewFilter, at: Date): Promise<CountedReview[]> {
  const { past, order, turned } = keyset({ table: reviews, id: reviews.id, by: reviews.dueAt }, filter);
  const states = { open: isNull(reviews.closedAt), overdue: overdueAt(at), closed: isNotNull(reviews.closedAt) };
  const rows = await tx
    .select({ review: reviews, ...counted })
    .from(reviews)
    .where(and(filter.kind ? eq(reviews.kind, filter.kind) : undefined, filter.state ? states[filter.state] : undefined, past))
    .orderBy(...order)
    .limit(filter.limit);
  return turned(rows).map(({ review, ...numbers }) => ({ ...review, ...numbers }));
}

export async function findReview(tx: Tx, id: string): Promise<ReviewRow | null> {
  const [row] = await tx.select().from(reviews).where(eq(reviews.id, id));
  return row ?? null;
}

/** A review's items in their order. */
export async function itemsOf(tx: Tx, reviewId: string): Promise<ReviewItem[]> {
  return await tx.select().from(reviewItems).where(eq(reviewItems.reviewId, reviewId)).orderBy(asc(reviewItems.position));
}

export async function findItem(tx: Tx, id: string): Promise<ReviewItem | null> {
  const [row] = await tx.select().from(reviewItems).where(eq(reviewItems.id, id));
  return row ?? null;
}

type Judged = { judgement: NonNullable<ReviewItem["judgement"]>; note: string; judgedBy: string; judgedAt: Date; selfReviewed: boolean };

/** Judges an item, once: of several at once one does. False for the others, and where the transaction may not. */
export async function putJudgement(tx: Tx, id: string, judged: Judged): Promise<boolean> {
  const rows = await tx
    .update(reviewItems)
    .set(judged)
    .where(and(eq(reviewItems.id, id), isNull(reviewItems.judgement)))
    .returning({ id: reviewItems.id });
  return rows.length === 1;
}

/** Open reviews without an item that is left to judge, each held against other workers until the transaction ends. */
export async function takeJudged(tx: Tx): Promise<ReviewRow | null> {
  const isLeft = sql`exists (select 1 from ${reviewItems} i where i.review_id = reviews.id and i.judgement is null)`;
  const [row] = await tx
    .select()
    .from(reviews)
    .where(and(isNull(reviews.closedAt), sql`not ${isLeft}`))
    .orderBy(asc(reviews.dueAt))
    .limit(1)
    .for("update", { skipLocked: true });
  return row ?? null;
}

/** Closes an open review with the worker's word on it. */
export async function closeReview(tx: Tx, id: string, summary: string, at: Date): Promise<void> {
  await tx
    .update(reviews)
    .set({ closedAt: at, summary })
    .where(and(eq(reviews.id, id), isNull(reviews.closedAt)));
}

/** Notes that reviews which are overdue are told of, each once, and returns those. */
export async function markAlarmed(tx: Tx, at: Date): Promise<ReviewRow[]> {
  return await tx
    .update(reviews)
    .set({ alarmedAt: at })
    .where(and(overdueAt(at), isNull(reviews.alarmedAt)))
    .returning();
}

/** How many reviews are open, and how many of them overdue. */
export async function countReviews(tx: Tx, at: Date): Promise<{ open: number; overdue: number }> {
  const [open] = await tx.select({ number: count() }).from(reviews).where(isNull(reviews.closedAt));
  const [overdue] = await tx.select({ number: count() }).from(reviews).where(overdueAt(at));
  return { open: (open?.number ?? 0) - (overdue?.number ?? 0), overdue: overdue?.number ?? 0 };
}

export async function countClosedReviews(tx: Tx): Promise<number> {
  return await tx.$count(reviews, isNotNull(reviews.closedAt));
}

/** The lines of the access log that some items are about, by the line's id: what they were done to, and whose it was. */
export async function linesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, { object: string; subject: string | null }>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: accessLines.id, object: accessLines.object, subject: accessLines.subject })
    .from(accessLines)
    .where(sql`${accessLines.id} = any (${sql.param(`{${ids.join(",")}}`)}::uuid[])`)
    .orderBy(desc(accessLines.id));
  return new Map(rows.map(({ id, ...line }) => [id, line]));
}
