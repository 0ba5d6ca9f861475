import { and, asc, between, eq, inArray, isNull, notInArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { waitForTurn } from "@/db/queries/turn";
import { holds, unitCounts } from "@/db/schema";

/** The spans of the calendar by which units are counted. */
export const spans = ["day", "week", "month"] as const;
export type Span = (typeof spans)[number];
/** The first day of each span that a day lies in, `YYYY-MM-DD`. */
export type SpanStarts = Record<Span, string>;
/** The most units of each span; null is no bound. */
export type Caps = Record<Span, number | null>;

export type NewHold = Pick<typeof holds.$inferSelect, "accountId" | "connectionId" | "offerId" | "unitDay" | "takenAt"> & {
  start: Date;
  end: Date;
};

/** PostgreSQL's code for a row that an exclusion constraint does not admit. */
const exclusionViolation = "23P01";

/** Whether an error is the database's refusal to store a hold that overlaps another of the member. */
export function isOverlap(thrown: unknown): boolean {
  for (let error: unknown = thrown; error instanceof Error; error = error.cause) {
    if ("code" in error && error.code === exclusionViolation) return true;
  }
  return false;
}

const rangeOf = ({ start, end }: { start: Date; end: Date }) => `[${start.toISOString()},${end.toISOString()})`;

/**
 * Waits until nobody else changes this member's holds and counts, and keeps them off until the transaction ends. Asked first by all that
 * take, move or release time: without it, two that each wait for a row of the other would be broken off as a deadlock.
 */
export async function lockHeldTime(tx: Tx, accountId: string): Promise<void> {
  await waitForTurn(tx, `held-time:${accountId}`);
}

/** Reserves a stretch of time. The database refuses one that overlaps an unreleased hold of the member; see `isOverlap`. */
export async function insertHold(tx: Tx, { start, end, ...row }: NewHold): Promise<string> {
  const during = rangeOf({ start, end });
  const [hold] = await tx
    .insert(holds)
    .values({ ...row, during })
    .returning({ id: holds.id });
  if (!hold) throw new Error("a hold was not stored");
  return hold.id;
}

/** Gives a hold's time back. Its day, or null when it was released before. */
export async function releaseHoldRow(tx: Tx, holdId: string, because: string, at: Date): Promise<{ unitDay: string } | null> {
  const [released] = await tx
    .update(holds)
    .set({ releasedAt: at, releasedBecause: because })
    .where(and(eq(holds.id, holdId), isNull(holds.releasedAt)))
    .returning({ unitDay: holds.unitDay });
  return released ?? null;
}

/** The time that a hold takes, and whether it lies on other held work. */
export async function findHold(tx: Tx, holdId: string): Promise<{ start: Date; end: Date; conflict: boolean }> {
  const [row] = await tx
    .select({ start: sql<string>`lower(${holds.during})`, end: sql<string>`upper(${holds.during})`, conflict: holds.conflict })
    .from(holds)
    .where(eq(holds.id, holdId));
  if (!row) throw new Error("no such hold");
  return { start: new Date(row.start), end: new Date(row.end), conflict: row.conflict };
}

/**
 * Moves a hold to another time. `conflict` takes it out of the exclusion constraint; without it the database refuses a time that overlaps
 * another hold of the member, see `isOverlap`.
 */
export async function moveHold(
  tx: Tx,
  holdId: string,
  { start, end, conflict }: { start: Date; end: Date; conflict: boolean },
): Promise<void> {
  await tx
    .update(holds)
    .set({ during: rangeOf({ start, end }), conflict })
    .where(and(eq(holds.id, holdId), isNull(holds.releasedAt)));
}

/** The times that the member's unreleased holds take, as far as they are not over; without those of `but`. */
export async function listHeldTimes(
  tx: Tx,
  accountId: string,
  after: Date,
  but: readonly string[] = [],
): Promise<{ start: Date; end: Date }[]> {
  const rows = await tx
    .select({ start: sql<string>`lower(${holds.during})`, end: sql<string>`upper(${holds.during})` })
    .from(holds)
    .where(
      and(
        eq(holds.accountId, accountId),
        isNull(holds.releasedAt),
        sql`upper(${holds.during}) > ${after.toISOString()}::timestamptz`,
        but.length > 0 ? notInArray(holds.id, [...but]) : undefined,
      ),
    );
  return rows.map(({ start, end }) => ({ start: new Date(start), end: new Date(end) }));
}

/**
 * Takes one bandwidth unit of a day, its week and its month. False when a cap is reached, and then the caller has to roll back: some of the
 * three may have been counted. The WHERE decides, whoever else takes one at this moment.
 */
export async function takeUnit(tx: Tx, accountId: string, starts: SpanStarts, caps: Caps): Promise<boolean> {
  for (const span of spans) {
    const cap = caps[span];
    if (cap !== null && cap < 1) return false;
    const taken = await tx
      .insert(unitCounts)
      .values({ accountId, span, starts: starts[span], taken: 1 })
      .onConflictDoUpdate({
        target: [unitCounts.accountId, unitCounts.span, unitCounts.starts],
        set: { taken: sql`${unitCounts.taken} + 1` },
        setWhere: cap === null ? undefined : sql`${unitCounts.taken} < ${cap}`,
      })
      .returning({ taken: unitCounts.taken });
    if (taken.length !== 1) return false;
  }
  return true;
}

const ofSpan = (accountId: string, span: Span, starts: SpanStarts) =>
  and(eq(unitCounts.accountId, accountId), eq(unitCounts.span, span), eq(unitCounts.starts, starts[span]));

/** In the order in which units are taken, so that the two never wait for each other. */
export async function giveUnitBack(tx: Tx, accountId: string, starts: SpanStarts): Promise<void> {
  for (const span of spans) {
    await tx
      .update(unitCounts)
      .set({ taken: sql`${unitCounts.taken} - 1` })
      .where(ofSpan(accountId, span, starts));
  }
}

/** Units that the member's holds and acceptances take of the spans of each of these days, in one look. In the days' own order. */
export async function unitsTaken(tx: Tx, accountId: string, days: SpanStarts[]): Promise<Record<Span, number>[]> {
  const firsts = [...new Set(days.flatMap((starts) => spans.map((span) => starts[span])))];
  const rows =
    firsts.length === 0
      ? []
      : await tx
          .select({ span: unitCounts.span, starts: unitCounts.starts, taken: unitCounts.taken })
          .from(unitCounts)
          .where(and(eq(unitCounts.accountId, accountId), inArray(unitCounts.starts, firsts)));
  return days.map((starts) => {
    const of = (span: Span) => rows.find((row) => row.span === span && row.starts === starts[span])?.taken ?? 0;
    return { day: of("day"), week: of("week"), month: of("month") };
  });
}

/** The day whose unit a hold takes. */
export async function holdDay(tx: Tx, holdId: string): Promise<string> {
  const [row] = await tx.select({ day: holds.unitDay }).from(holds).where(eq(holds.id, holdId));
  if (!row) throw new Error("no such hold");
  return row.day;
}

/** The units taken of each day between two days, both included; days without any are left out. */
export async function dailyUnits(tx: Tx, accountId: string, from: string, to: string): Promise<{ day: string; taken: number }[]> {
  return await tx
    .select({ day: unitCounts.starts, taken: unitCounts.taken })
    .from(unitCounts)
    .where(and(eq(unitCounts.accountId, accountId), eq(unitCounts.span, "day"), between(unitCounts.starts, from, to)))
    .orderBy(asc(unitCounts.starts));
}
