import { and, eq, isNull, lt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { holds, unitCounts } from "@/db/schema";

export type NewHold = Pick<typeof holds.$inferSelect, "accountId" | "connectionId" | "offerId" | "unitMonth" | "takenAt"> & {
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

/** Reserves a stretch of time. The database refuses one that overlaps an unreleased hold of the member; see `isOverlap`. */
export async function insertHold(tx: Tx, { start, end, ...row }: NewHold): Promise<string> {
  const during = `[${start.toISOString()},${end.toISOString()})`;
  const [hold] = await tx
    .insert(holds)
    .values({ ...row, during })
    .returning({ id: holds.id });
  if (!hold) throw new Error("a hold was not stored");
  return hold.id;
}

/** Gives a hold's time back. Its month, or null when it was released before. */
export async function releaseHoldRow(
  tx: Tx,
  holdId: string,
  because: string,
  at: Date,
): Promise<{ accountId: string; unitMonth: string } | null> {
  const [released] = await tx
    .update(holds)
    .set({ releasedAt: at, releasedBecause: because })
    .where(and(eq(holds.id, holdId), isNull(holds.releasedAt)))
    .returning({ accountId: holds.accountId, unitMonth: holds.unitMonth });
  return released ?? null;
}

/** The times that the member's unreleased holds take, as far as they are not over. */
export async function listHeldTimes(tx: Tx, accountId: string, after: Date): Promise<{ start: Date; end: Date }[]> {
  const rows = await tx
    .select({ start: sql<string>`lower(${holds.during})`, end: sql<string>`upper(${holds.during})` })
    .from(holds)
    .where(
      and(eq(holds.accountId, accountId), isNull(holds.releasedAt), sql`upper(${holds.during}) > ${after.toISOString()}::timestamptz`),
    );
  return rows.map(({ start, end }) => ({ start: new Date(start), end: new Date(end) }));
}

/** Takes one bandwidth unit of a month. False when the cap is reached: the WHERE decides, whoever else takes one at this moment. */
export async function takeUnit(tx: Tx, accountId: string, month: string, cap: number): Promise<boolean> {
  if (cap < 1) return false;
  const taken = await tx
    .insert(unitCounts)
    .values({ accountId, month, taken: 1 })
    .onConflictDoUpdate({
      target: [unitCounts.accountId, unitCounts.month],
      set: { taken: sql`${unitCounts.taken} + 1` },
      setWhere: lt(unitCounts.taken, cap),
    })
    .returning({ taken: unitCounts.taken });
  return taken.length === 1;
}

export async function giveUnitBack(tx: Tx, accountId: string, month: string): Promise<void> {
  await tx
    .update(unitCounts)
    .set({ taken: sql`${unitCounts.taken} - 1` })
    .where(and(eq(unitCounts.accountId, accountId), eq(unitCounts.month, month)));
}

/** Units that the member's holds and acceptances take of a month, `YYYY-MM-01`. */
export async function unitsTaken(tx: Tx, accountId: string, month: string): Promise<number> {
  const [row] = await tx
    .select({ taken: unitCounts.taken })
    .from(unitCounts)
    .where(and(eq(unitCounts.accountId, accountId), eq(unitCounts.month, month)));
  return row?.taken ?? 0;
}

/** The month whose unit a hold takes. */
export async function holdMonth(tx: Tx, holdId: string): Promise<string> {
  const [row] = await tx.select({ month: holds.unitMonth }).from(holds).where(eq(holds.id, holdId));
  if (!row) throw new Error("no such hold");
  return row.month;
}
