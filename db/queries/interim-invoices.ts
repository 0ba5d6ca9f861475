import { and, asc, count, eq, gt, gte, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { charges, credits, interimInvoices, invoices } from "@/db/schema";

export type InterimInvoiceRow = typeof interimInvoices.$inferSelect;

/** How many items of an account wait at Stripe for an invoice, as far as we know: charges without one, and credits since the newest. */
export async function countWaitingItems(tx: Tx, accountId: string): Promise<number> {
  const [charged] = await tx
    .select({ number: count() })
    .from(charges)
    .where(and(eq(charges.accountId, accountId), eq(charges.state, "posted"), isNull(charges.stripeInvoiceId)));
  const newest = tx
    .select({ at: sql`coalesce(max(${invoices.issuedAt}), '-infinity')` })
    .from(invoices)
    .where(eq(invoices.accountId, accountId));
  const [credited] = await tx
    .select({ number: count() })
    .from(credits)
    .where(and(eq(credits.accountId, accountId), eq(credits.state, "posted"), gt(credits.postedAt, newest)));
  return (charged?.number ?? 0) + (credited?.number ?? 0);
}

/** Owes an account an invoice in between. Its id; null when one is due already. */
export async function insertInterimInvoice(tx: Tx, accountId: string, nextAttemptAt: Date): Promise<string | null> {
  const rows = await tx
    .insert(interimInvoices)
    .values({ accountId, nextAttemptAt })
    .onConflictDoNothing()
    .returning({ id: interimInvoices.id });
  return rows[0]?.id ?? null;
}

export async function dueInterimInvoices(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: interimInvoices.id })
    .from(interimInvoices)
    .where(and(eq(interimInvoices.state, "due"), lte(interimInvoices.nextAttemptAt, at)))
    .orderBy(asc(interimInvoices.nextAttemptAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Counts a try before it is made, and says when the next one is due should this one die. The row as it was; null when it is not due. */
export async function beginInterimInvoice(tx: Tx, id: string, nextAfter: (attempts: number) => Date): Promise<InterimInvoiceRow | null> {
  const [row] = await tx
    .select()
    .from(interimInvoices)
    .where(and(eq(interimInvoices.id, id), eq(interimInvoices.state, "due")));
  if (!row) return null;
  await tx
    .update(interimInvoices)
    .set({ attempts: sql`${interimInvoices.attempts} + 1`, nextAttemptAt: nextAfter(row.attempts) })
    .where(eq(interimInvoices.id, id));
  return row;
}

/** Ends one: the invoice is final at Stripe, or null when there was nothing to put on it. False when another run had ended it. */
export async function markInterimDrawn(tx: Tx, id: string, stripeInvoiceId: string | null, at: Date): Promise<boolean> {
  const rows = await tx
    .update(interimInvoices)
    .set({ state: "drawn", stripeInvoiceId, drawnAt: at })
    .where(and(eq(interimInvoices.id, id), eq(interimInvoices.state, "due")))
    .returning({ id: interimInvoices.id });
  return rows.length === 1;
}

/** How many invoices in between an account was to have since a moment; those that proved not to be needed are left out. */
export async function countInterimInvoices(tx: Tx, accountId: string, since: Date): Promise<number> {
  const [row] = await tx
    .select({ number: count() })
    .from(interimInvoices)
    .where(
      and(
        eq(interimInvoices.accountId, accountId),
        gte(interimInvoices.createdAt, since),
        or(eq(interimInvoices.state, "due"), isNotNull(interimInvoices.stripeInvoiceId)),
      ),
    );
  return row?.number ?? 0;
}
