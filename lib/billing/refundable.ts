import type { Tx } from "@/db/client";
import { type InvoiceRow, listInvoices } from "@/db/queries/invoices";
import { refundedSince } from "@/db/queries/refunds";
import { subscriptionOf } from "@/db/queries/subscriptions";
import type { InvoiceLine } from "@/db/schema";
import { dayMs } from "@/lib/base/clock";
import { type PaidPeriod, unusedCents, unusedDays } from "@/lib/billing/unused-days";

/** A paid month of the plan, and what of it can be given back. */
export interface Refundable {
  invoiceId: string;
  lineId: string;
  number: string | null;
  currency: string;
  period: PaidPeriod;
  /** Until when the month was used: when the plan ended, or the moment that was asked about. */
  usedUntil: Date;
  days: { unused: number; total: number };
  paidCents: number;
  unusedCents: number;
  /** Given back before, also by hand at Stripe, whatever it was for; or being given back. */
  refundedCents: number;
  mostCents: number;
}

type BaseLine = InvoiceLine & { periodStart: string; periodEnd: string };

/** The line that bills the month itself: no unit, no credit, and a period that is longer than a moment. */
function isBase(line: InvoiceLine): line is BaseLine {
  const { acceptanceId, amountCents, periodStart, periodEnd } = line;
  if (acceptanceId !== null || amountCents <= 0 || periodStart === null || periodEnd === null) return false;
  return Date.parse(periodEnd) - Date.parse(periodStart) >= dayMs;
}

function latestBase(invoices: InvoiceRow[]): { invoice: InvoiceRow; line: BaseLine } | null {
  for (const invoice of invoices) {
    const line = invoice.status === "paid" ? invoice.lines.find(isBase) : undefined;
    if (line) return { invoice, line };
  }
  return null;
}

/**
 * The newest month of the plan that the account has paid, and how much of it can be given back at a moment: its unused days (see
 * unused-days.ts) less what was given back before, in Stripe's dashboard too, and never more than was paid by card. Once the plan has ended no more days are used.
 * @param but a refund that is left out of what was given back, because the question is whether it may be.
 * @returns null when no month was paid
 */
export async function refundableOf(tx: Tx, accountId: string, at: Date, but: string | null = null): Promise<Refundable | null> {
  const subscription = await subscriptionOf(tx, accountId);
  const latest = latestBase(await listInvoices(tx, accountId, 24));
  if (!latest) return null;
  const { invoice, line } = latest;
  const period = { start: new Date(line.periodStart), end: new Date(line.periodEnd) };
  const usedUntil = subscription?.endedAt && subscription.endedAt < at ? subscription.endedAt : at;
  const paidCents = Math.min(line.amountCents, invoice.amountPaidCents);
  const unused = unusedCents(paidCents, period, usedUntil);
  const refundedCents = invoice.givenBackCents + (await refundedSince(tx, invoice.id, invoice.readAt, but));
  return {
    invoiceId: invoice.id,
    lineId: line.id,
    number: invoice.number,
    currency: invoice.currency,
    period,
    usedUntil,
    days: unusedDays(period, usedUntil),
    paidCents,
    unusedCents: unused,
    refundedCents,
    mostCents: Math.max(0, unused - refundedCents),
  };
}
