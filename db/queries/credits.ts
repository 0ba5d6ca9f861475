import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { charges, credits } from "@/db/schema";

export type CreditRow = typeof credits.$inferSelect;

/** Owes a charge back. False when there is no charge, or it was given back before. */
export async function insertCredit(
  tx: Tx,
  credit: Pick<CreditRow, "acceptanceId" | "accountId" | "because" | "nextAttemptAt">,
): Promise<boolean> {
  const [charge] = await tx.select({ id: charges.acceptanceId }).from(charges).where(eq(charges.acceptanceId, credit.acceptanceId));
  if (!charge) return false;
  const rows = await tx.insert(credits).values(credit).onConflictDoNothing().returning({ id: credits.acceptanceId });
  return rows.length === 1;
}

/** A credit that is still to be posted, with the charge that it gives back; null when it is posted, or that charge is not. */
export async function dueCredit(
  tx: Tx,
  acceptanceId: string,
): Promise<(CreditRow & { amountCents: number; currency: string; description: string }) | null> {
  const [row] = await tx
    .select({ credit: credits, amountCents: charges.amountCents, currency: charges.currency, description: charges.description })
    .from(credits)
    .innerJoin(charges, eq(charges.acceptanceId, credits.acceptanceId))
    .where(and(eq(credits.acceptanceId, acceptanceId), eq(credits.state, "due"), eq(charges.state, "posted")));
  return row ? { ...row.credit, amountCents: row.amountCents, currency: row.currency, description: row.description } : null;
}

export async function dueCredits(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: credits.acceptanceId })
    .from(credits)
    .innerJoin(charges, eq(charges.acceptanceId, credits.acceptanceId))
    .where(and(eq(credits.state, "due"), eq(charges.state, "posted"), lte(credits.nextAttemptAt, at)))
    .orderBy(asc(credits.nextAttemptAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Counts a try before it is made, and says when the next one is due should this one die. */
export async function beginCredit(tx: Tx, acceptanceId: string, nextAttemptAt: Date): Promise<void> {
  await tx
    .update(credits)
    .set({ attempts: sql`${credits.attempts} + 1`, nextAttemptAt })
    .where(eq(credits.acceptanceId, acceptanceId));
}

/** Puts a credit off that is still to be posted. */
export async function postponeCredit(tx: Tx, acceptanceId: string, nextAttemptAt: Date): Promise<void> {
  await tx
    .update(credits)
    .set({ nextAttemptAt })
    .where(and(eq(credits.acceptanceId, acceptanceId), eq(credits.state, "due")));
}

/** The invoice item is known to exist. False when another run had already written it down. */
export async function markCreditPosted(tx: Tx, acceptanceId: string, stripeInvoiceItemId: string, at: Date): Promise<boolean> {
  const rows = await tx
    .update(credits)
    .set({ state: "posted", stripeInvoiceItemId, postedAt: at })
    .where(and(eq(credits.acceptanceId, acceptanceId), eq(credits.state, "due")))
    .returning({ id: credits.acceptanceId });
  return rows.length === 1;
}

/** The item of a credit that is posted, and under which name; null for one that is not. */
export async function findPostedCredit(tx: Tx, acceptanceId: string): Promise<{ itemId: string; reposts: number } | null> {
  const [row] = await tx
    .select({ itemId: credits.stripeInvoiceItemId, reposts: credits.reposts })
    .from(credits)
    .where(eq(credits.acceptanceId, acceptanceId));
  return row?.itemId ? { itemId: row.itemId, reposts: row.reposts } : null;
}
