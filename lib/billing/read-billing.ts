import { transaction } from "@/db/client";
import { listReceipts, type ReceiptRow } from "@/db/queries/charges";
import { type InvoiceRow, listInvoices } from "@/db/queries/invoices";
import { type Plan, planOf } from "@/lib/billing/plan";
import { prices } from "@/lib/terms/prices";

export type Invoice = InvoiceRow;
/** One charge with what its receipt shows. */
export type Unit = ReceiptRow;

export interface Billing {
  plan: Plan;
  invoices: Invoice[];
  units: Unit[];
  /** Units that no invoice bears yet, and what the next invoice will come to with them. Null when there will be no next invoice. */
  next: { at: Date; units: number; totalCents: number } | null;
}

const sumOf = (units: Unit[]) => units.reduce((sum, { amountCents }) => sum + amountCents, 0);

/** Whether a unit's credit is still to come with an invoice: its charge is, or no invoice has been issued since the credit. */
const isCreditWaiting = ({ creditedAt, stripeInvoiceId }: Unit, invoices: Invoice[]) =>
  creditedAt !== null && (stripeInvoiceId === null || invoices.every(({ issuedAt }) => issuedAt === null || issuedAt < creditedAt));

/** What the member's billing page shows, as it was last read from Stripe. */
export async function readBilling(accountId: string): Promise<Billing> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const plan = await planOf(tx, accountId);
    const units = await listReceipts(tx, accountId, 200);
    const waiting = units.filter((unit) => unit.stripeInvoiceId === null);
    const renews = plan.active && plan.periodEnd && !plan.cancelAtPeriodEnd;
    const invoices = await listInvoices(tx, accountId, 24);
    const totalCents = prices.monthlyCents + sumOf(waiting) - sumOf(units.filter((unit) => isCreditWaiting(unit, invoices)));
    return {
      plan,
      units,
      invoices,
      next: renews && plan.periodEnd ? { at: plan.periodEnd, units: waiting.length, totalCents } : null,
    };
  });
}
