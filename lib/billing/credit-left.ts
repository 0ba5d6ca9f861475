import type { InvoiceRow } from "@/db/queries/invoices";

/**
 * What Stripe holds as a customer's credit, in cents: an invoice below zero adds to it, and one that was paid by less than its total has used
 * some up. Zero where nothing is left.
 */
export function creditLeft(invoices: readonly Pick<InvoiceRow, "status" | "totalCents" | "amountPaidCents">[]): number {
  const settled = invoices.filter(({ status }) => status === "paid");
  return Math.max(0, -settled.reduce((sum, { totalCents, amountPaidCents }) => sum + totalCents - amountPaidCents, 0));
}
