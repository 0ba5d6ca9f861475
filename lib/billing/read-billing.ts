import { transaction } from "@/db/client";
import { listReceipts, type ReceiptRow } from "@/db/queries/charges";
import { type InvoiceRow, listInvoices } from "@/db/queries/invoices";
import { type Plan, planOf } from "@/lib/billing/plan";
import { prices } from "@/lib/terms/prices";

export interface Billing {
  plan: Plan;
  invoices: InvoiceRow[];
  receipts: ReceiptRow[];
  /** Units that no invoice bears yet, and what the next invoice will come to with them. Null when there will be no next invoice. */
  next: { at: Date; units: number; totalCents: number } | null;
}

/** What the member's billing page shows, as it was last read from Stripe. */
export async function readBilling(accountId: string): Promise<Billing> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const plan = await planOf(tx, accountId);
    const receipts = await listReceipts(tx, accountId, 200);
    const waiting = receipts.filter((receipt) => receipt.stripeInvoiceId === null);
    const renews = plan.active && plan.periodEnd && !plan.cancelAtPeriodEnd;
    const unitsCents = waiting.reduce((sum, receipt) => sum + receipt.amountCents, 0);
    return {
      plan,
      receipts,
      invoices: await listInvoices(tx, accountId, 24),
      next: renews && plan.periodEnd ? { at: plan.periodEnd, units: waiting.length, totalCents: prices.monthlyCents + unitsCents } : null,
    };
  });
}
