import { and, asc, desc, eq, gte, inArray, isNull, lte, ne, not, or, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { acceptances, charges, credits, intents, invoices } from "@/db/schema";

export type ChargeRow = typeof charges.$inferSelect;
export type NewCharge = Pick<ChargeRow, "acceptanceId" | "accountId" | "amountCents" | "currency" | "description" | "nextAttemptAt">;

export async function insertCharge(tx: Tx, charge: NewCharge): Promise<void> {
  await tx.insert(charges).values(charge);
}

/** A charge that is still to be posted; null when it is posted or does not exist. */
export async function dueCharge(tx: Tx, acceptanceId: string): Promise<ChargeRow | null> {
  const [row] = await tx
    .select()
    .from(charges)
    .where(and(eq(charges.acceptanceId, acceptanceId), eq(charges.state, "due")));
  return row ?? null;
}

export async function dueCharges(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: charges.acceptanceId })
    .from(charges)
    .where(and(eq(charges.state, "due"), lte(charges.nextAttemptAt, at)))
    .orderBy(asc(charges.nextAttemptAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Counts a try before it is made, and says when the next one is due should this one die. */
export async function beginCharge(tx: Tx, acceptanceId: string, nextAttemptAt: Date): Promise<void> {
  await tx
    .update(charges)
    .set({ attempts: sql`${charges.attempts} + 1`, nextAttemptAt })
    .where(eq(charges.acceptanceId, acceptanceId));
}

/** Puts a charge off that is still to be posted. */
export async function postponeCharge(tx: Tx, acceptanceId: string, nextAttemptAt: Date): Promise<void> {
  await tx
    .update(charges)
    .set({ nextAttemptAt })
    .where(and(eq(charges.acceptanceId, acceptanceId), eq(charges.state, "due")));
}

/** The invoice item is known to exist. False when another run had already written it down. */
export async function markChargePosted(tx: Tx, acceptanceId: string, stripeInvoiceItemId: string, at: Date): Promise<boolean> {
  const rows = await tx
    .update(charges)
    .set({ state: "posted", stripeInvoiceItemId, postedAt: at })
    .where(and(eq(charges.acceptanceId, acceptanceId), eq(charges.state, "due")))
    .returning({ id: charges.acceptanceId });
  return rows.length === 1;
}

/** Notes which invoice bills these charges, for those that are the account's own. */
export async function noteInvoice(tx: Tx, accountId: string, acceptanceIds: string[], stripeInvoiceId: string): Promise<void> {
  if (acceptanceIds.length === 0) return;
  await tx
    .update(charges)
    .set({ stripeInvoiceId })
    .where(
      and(
        eq(charges.accountId, accountId),
        inArray(charges.acceptanceId, acceptanceIds),
        or(isNull(charges.stripeInvoiceId), ne(charges.stripeInvoiceId, stripeInvoiceId)),
      ),
    );
}

const receiptColumns = {
  acceptanceId: charges.acceptanceId,
  amountCents: charges.amountCents,
  currency: charges.currency,
  state: charges.state,
  postedAt: charges.postedAt,
  stripeInvoiceId: charges.stripeInvoiceId,
  platform: acceptances.platform,
  confirmedAt: acceptances.confirmedAt,
  confirmedHow: acceptances.confirmedHow,
  windowStart: acceptances.windowStart,
  windowEnd: acceptances.windowEnd,
  timeZone: acceptances.timeZone,
  creditedAt: credits.createdAt,
  offerId: intents.offerId,
};

/** Charges with what a receipt shows of each. */
const receipts = (tx: Tx, which: SQL | undefined) =>
  tx
    .select(receiptColumns)
    .from(charges)
    .innerJoin(acceptances, eq(acceptances.id, charges.acceptanceId))
    .leftJoin(credits, eq(credits.acceptanceId, charges.acceptanceId))
    .innerJoin(intents, eq(intents.id, acceptances.intentId))
    .where(which);
export type ReceiptRow = Awaited<ReturnType<typeof receipts>>[number];

/** The account's charges, newest first. */
export async function listReceipts(tx: Tx, accountId: string, limit: number): Promise<ReceiptRow[]> {
  return await receipts(tx, eq(charges.accountId, accountId)).orderBy(desc(acceptances.confirmedAt)).limit(limit);
}

/** The account's charges that no invoice bears yet, oldest first. */
export async function listUnbilled(tx: Tx, accountId: string): Promise<ReceiptRow[]> {
  return await receipts(tx, and(eq(charges.accountId, accountId), isNull(charges.stripeInvoiceId))).orderBy(asc(acceptances.confirmedAt));
}

/** The account's charges that were given back and whose credit no invoice bears yet, oldest first. */
export async function listCreditsWaiting(tx: Tx, accountId: string): Promise<ReceiptRow[]> {
  const borne = sql`exists (select 1 from ${invoices} where ${invoices.accountId} = ${accountId} and ${invoices.status} <> 'void'
    and ${invoices.lines} @> jsonb_build_array(jsonb_build_object('creditOf', ${credits.acceptanceId})))`;
  return await receipts(tx, and(eq(credits.accountId, accountId), not(borne))).orderBy(asc(credits.createdAt));
}

/** One charge of this account; null for another's exactly as for none. */
export async function findReceipt(tx: Tx, accountId: string, acceptanceId: string): Promise<ReceiptRow | null> {
  const [row] = await receipts(tx, and(eq(charges.accountId, accountId), eq(charges.acceptanceId, acceptanceId)));
  return row ?? null;
}

/** What was charged to the account since a moment, less what of it was credited, in cents. */
export async function chargedSince(tx: Tx, accountId: string, since: Date): Promise<number> {
  const [row] = await tx
    .select({ cents: sql<number>`coalesce(sum(${charges.amountCents}), 0)`.mapWith(Number) })
    .from(charges)
    .leftJoin(credits, eq(credits.acceptanceId, charges.acceptanceId))
    .where(and(eq(charges.accountId, accountId), gte(charges.createdAt, since), isNull(credits.acceptanceId)));
  return row?.cents ?? 0;
}

/** The item of a charge that is posted, and under which name; null for one that is not. */
export async function findPosted(tx: Tx, acceptanceId: string): Promise<{ itemId: string; reposts: number } | null> {
  const [row] = await tx
    .select({ itemId: charges.stripeInvoiceItemId, reposts: charges.reposts })
    .from(charges)
    .where(eq(charges.acceptanceId, acceptanceId));
  return row?.itemId ? { itemId: row.itemId, reposts: row.reposts } : null;
}
