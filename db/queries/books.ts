import { and, desc, eq, gte, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { acceptances, charges, credits, invoices, refunds, subscriptions } from "@/db/schema";

/** An account's charges since a moment, as a comparison with Stripe needs them. */
export async function chargesToCompare(tx: Tx, accountId: string, since: Date) {
  const { acceptanceId, amountCents, stripeInvoiceItemId, createdAt, reposts } = charges;
  return await tx
    .select({ acceptanceId, amountCents, itemId: stripeInvoiceItemId, createdAt, reposts })
    .from(charges)
    .where(and(eq(charges.accountId, accountId), gte(createdAt, since)));
}

/** The same of its credits; the amount is the charge's. */
export async function creditsToCompare(tx: Tx, accountId: string, since: Date) {
  const { acceptanceId, stripeInvoiceItemId, createdAt, reposts } = credits;
  return await tx
    .select({ acceptanceId, amountCents: charges.amountCents, itemId: stripeInvoiceItemId, createdAt, reposts })
    .from(credits)
    .innerJoin(charges, eq(charges.acceptanceId, credits.acceptanceId))
    .where(and(eq(credits.accountId, accountId), gte(createdAt, since)));
}

/**
 * An account's acceptances since a moment that should have a charge and have none, or whose buyer cancelled in time and whose charge has no
 * credit.
 * @param creditedForMinutes after the work's beginning in which a cancellation still counts as in time
 */
export async function unbookedAcceptances(
  tx: Tx,
  accountId: string,
  since: Date,
  creditedForMinutes: number,
): Promise<{ acceptanceId: string; lacks: "charge" | "credit" }[]> {
  const { id, attribution, confirmedAt, endedAt, endedBecause, windowStart } = acceptances;
  const uncharged = isNull(charges.acceptanceId);
  const inTime = sql`${endedAt} < ${windowStart} + make_interval(mins => ${creditedForMinutes})`;
  const uncredited = and(isNotNull(charges.acceptanceId), isNull(credits.acceptanceId), eq(endedBecause, "cancelled"), inTime);
  return await tx
    .select({ acceptanceId: id, lacks: sql<"charge" | "credit">`case when ${uncharged} then 'charge' else 'credit' end` })
    .from(acceptances)
    .leftJoin(charges, eq(charges.acceptanceId, id))
    .leftJoin(credits, eq(credits.acceptanceId, id))
    .where(and(eq(acceptances.accountId, accountId), eq(attribution, "service"), gte(confirmedAt, since), or(uncharged, uncredited)));
}

/** What an acceptance is charged by. */
export async function chargedBy(tx: Tx, acceptanceId: string): Promise<{ platform: string; confirmedAt: Date } | null> {
  const { id, platform, confirmedAt } = acceptances;
  const [row] = await tx.select({ platform, confirmedAt }).from(acceptances).where(eq(id, acceptanceId));
  return row ?? null;
}

export async function subscriptionsToCompare(tx: Tx, accountId: string) {
  const { id, status, periodEnd, cancelAtPeriodEnd } = subscriptions;
  return await tx.select({ id, status, periodEnd, cancelAtPeriodEnd }).from(subscriptions).where(eq(subscriptions.accountId, accountId));
}

/** The newest invoices since a moment. */
export async function invoicesToCompare(tx: Tx, accountId: string, since: Date, limit: number) {
  const { id, status, totalCents, amountPaidCents, issuedAt } = invoices;
  return await tx
    .select({ id, status, totalCents, amountPaidCents })
    .from(invoices)
    .where(and(eq(invoices.accountId, accountId), gte(issuedAt, since)))
    .orderBy(desc(issuedAt))
    .limit(limit);
}

/** Refunds whose credit note is known. */
export async function refundsToCompare(tx: Tx, accountId: string, since: Date) {
  const { stripeCreditNoteId, amountCents, createdAt, state } = refunds;
  return await tx
    .select({ id: stripeCreditNoteId, amountCents })
    .from(refunds)
    .where(and(eq(refunds.accountId, accountId), eq(state, "posted"), gte(createdAt, since)));
}

const cleared = { state: "due", stripeInvoiceItemId: null, postedAt: null, attempts: 0 } as const;

/** Makes a charge due anew under its next name, while its item is still this one. False when somebody did so before. */
export async function repostCharge(tx: Tx, acceptanceId: string, itemId: string, reposts: number, at: Date): Promise<boolean> {
  const rows = await tx
    .update(charges)
    .set({ ...cleared, stripeInvoiceId: null, nextAttemptAt: at, reposts: reposts + 1 })
    .where(and(eq(charges.acceptanceId, acceptanceId), eq(charges.stripeInvoiceItemId, itemId), eq(charges.reposts, reposts)))
    .returning({ id: charges.acceptanceId });
  return rows.length === 1;
}

/** The same for a credit. */
export async function repostCredit(tx: Tx, acceptanceId: string, itemId: string, reposts: number, at: Date): Promise<boolean> {
  const rows = await tx
    .update(credits)
    .set({ ...cleared, nextAttemptAt: at, reposts: reposts + 1 })
    .where(and(eq(credits.acceptanceId, acceptanceId), eq(credits.stripeInvoiceItemId, itemId), eq(credits.reposts, reposts)))
    .returning({ id: credits.acceptanceId });
  return rows.length === 1;
}
