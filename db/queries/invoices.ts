import { desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { invoices } from "@/db/schema";

export type InvoiceRow = typeof invoices.$inferSelect;

/** The account's invoices, newest first. */
export async function listInvoices(tx: Tx, accountId: string, limit: number): Promise<InvoiceRow[]> {
  return await tx.select().from(invoices).where(eq(invoices.accountId, accountId)).orderBy(desc(invoices.issuedAt)).limit(limit);
}

/** What is read of an invoice at Stripe. */
export type ReadInvoice = Omit<InvoiceRow, "firstReadAt">;

/** Writes down an invoice as it was just read from Stripe. */
export async function keepInvoice(tx: Tx, row: ReadInvoice): Promise<void> {
  const { id, accountId, ...changes } = row;
  await tx.insert(invoices).values(row).onConflictDoUpdate({ target: invoices.id, set: changes });
}
