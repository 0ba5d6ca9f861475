import { and, asc, desc, eq, gt, isNull, lte, ne, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { waitForTurn } from "@/db/queries/turn";
import { refunds } from "@/db/schema";

export type RefundRow = typeof refunds.$inferSelect;
export type NewRefund = Pick<
  RefundRow,
  "id" | "accountId" | "invoiceId" | "lineId" | "amountCents" | "currency" | "unusedCents" | "reason" | "askedBy"
>;

/** Lets one refund of an account be asked for after the other, until the transaction ends: each then sees what the earlier ones have left. */
export async function lockRefunds(tx: Tx, accountId: string): Promise<void> {
  await waitForTurn(tx, `refund:${accountId}`);
}

/**
 * Asks for a refund. False when this very form had asked before. The table's trigger lets one refund of an invoice in after the other, and
 * none that exceeds what is left.
 */
export async function insertRefund(tx: Tx, refund: NewRefund): Promise<boolean> {
  const rows = await tx.insert(refunds).values(refund).onConflictDoNothing().returning({ id: refunds.id });
  return rows.length === 1;
}

/**
 * What of an invoice has been asked for and is not in what was read of it at a moment, in cents: refunds that are due, or whose end was
 * written down since. Without one refund where that is the question.
 */
export async function refundedSince(tx: Tx, invoiceId: string, readAt: Date, but: string | null): Promise<number> {
  const [row] = await tx
    .select({ cents: sql<number>`coalesce(sum(${refunds.amountCents}), 0)`.mapWith(Number) })
    .from(refunds)
    .where(
      and(
        eq(refunds.invoiceId, invoiceId),
        ne(refunds.state, "refused"),
        or(isNull(refunds.settledAt), gt(refunds.settledAt, readAt)),
        but ? ne(refunds.id, but) : undefined,
      ),
    );
  return row?.cents ?? 0;
}

/** The account's refunds, newest first. */
export async function listRefunds(tx: Tx, accountId: string): Promise<RefundRow[]> {
  return await tx.select().from(refunds).where(eq(refunds.accountId, accountId)).orderBy(desc(refunds.createdAt)).limit(100);
}

/** A refund that is still to be posted. */
export async function dueRefund(tx: Tx, id: string): Promise<RefundRow | null> {
  const [row] = await tx
    .select()
    .from(refunds)
    .where(and(eq(refunds.id, id), eq(refunds.state, "due")));
  return row ?? null;
}

export async function dueRefunds(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.state, "due"), lte(refunds.nextAttemptAt, at)))
    .orderBy(asc(refunds.nextAttemptAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Counts a try before it is made, and says when the next one is due should this one die. */
export async function beginRefund(tx: Tx, id: string, nextAttemptAt: Date): Promise<void> {
  await tx
    .update(refunds)
    .set({ attempts: sql`${refunds.attempts} + 1`, nextAttemptAt })
    .where(eq(refunds.id, id));
}

/** Ends a refund that is due. False when another run had already written its end down. */
export async function settleRefund(
  tx: Tx,
  id: string,
  end: { state: "posted"; stripeCreditNoteId: string } | { state: "refused"; refusedBecause: NonNullable<RefundRow["refusedBecause"]> },
  at: Date,
): Promise<boolean> {
  const rows = await tx
    .update(refunds)
    .set({ ...end, settledAt: at })
    .where(and(eq(refunds.id, id), eq(refunds.state, "due")))
    .returning({ id: refunds.id });
  return rows.length === 1;
}
