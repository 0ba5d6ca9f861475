import { transaction } from "@/db/client";
import { findReceipt, type ReceiptRow } from "@/db/queries/charges";
import { listInvoices } from "@/db/queries/invoices";
import type { Invoice } from "@/lib/billing/read-billing";

export interface Receipt extends ReceiptRow {
  /** The invoice that bears this charge; null until there is one. */
  invoice: Invoice | null;
}

/** What one charge was for: platform, when and how confirmed, never case details. Null for another member's, exactly as for none. */
export async function readReceipt(accountId: string, acceptanceId: string): Promise<Receipt | null> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const receipt = await findReceipt(tx, accountId, acceptanceId);
    if (!receipt) return null;
    const invoices = receipt.stripeInvoiceId ? await listInvoices(tx, accountId, 100) : [];
    return { ...receipt, invoice: invoices.find((invoice) => invoice.id === receipt.stripeInvoiceId) ?? null };
  });
}
