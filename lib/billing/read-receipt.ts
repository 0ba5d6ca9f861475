import { transaction } from "@/db/client";
import { findChained } from "@/db/queries/access-lines";
import { findReceipt, type ReceiptRow } from "@/db/queries/charges";
import { listInvoices } from "@/db/queries/invoices";
import { type Plan, planOf } from "@/lib/billing/plan";
import type { Invoice } from "@/lib/billing/read-billing";

export interface Receipt extends ReceiptRow {
  /** The invoice that bears this charge; null until there is one. */
  invoice: Invoice | null;
  /** The invoice that was drawn after the acceptance and yet without it, because its charge came too late; null as a rule. */
  missed: Invoice | null;
  /** The invoice on which the charge was given back; null when it was not, or no invoice says so yet. */
  creditInvoice: Invoice | null;
  plan: Plan;
  /** The acceptance's line in the access log; its place in the chain is null for about a second. */
  logLine: { at: Date; link: { sequence: number; hash: string } | null } | null;
}

const consideredInvoices = 100;

/**
 * The first invoice that the worker saw after the acceptance was confirmed, which does not bear it and is older than the one that does. Both
 * clocks have to say so, Stripe's and ours: it was drawn, and seen, after the confirmation.
 */
export function missedInvoice(confirmedAt: Date, own: Invoice | null, invoices: readonly Invoice[]): Invoice | null {
  const later = invoices
    .filter(({ status, issuedAt, firstReadAt }) => status !== "void" && issuedAt > confirmedAt && firstReadAt > confirmedAt)
    .toSorted((one, other) => one.issuedAt.getTime() - other.issuedAt.getTime());
  const [first] = later;
  if (!first || first.id === own?.id) return null;
  return own === null || first.issuedAt < own.issuedAt ? first : null;
}

/** What one charge was for: platform, when and how confirmed, never case details. Null for another member's, exactly as for none. */
export async function readReceipt(accountId: string, acceptanceId: string): Promise<Receipt | null> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const receipt = await findReceipt(tx, accountId, acceptanceId);
    if (!receipt) return null;
    const invoices = await listInvoices(tx, accountId, consideredInvoices);
    const invoice = invoices.find(({ id }) => id === receipt.stripeInvoiceId) ?? null;
    const line = await findChained(tx, { subject: accountId, act: "order.accept", object: `acceptance:${acceptanceId}` });
    const link = line?.sequence && line.hash ? { sequence: line.sequence, hash: line.hash.toString("hex") } : null;
    return {
      ...receipt,
      invoice,
      missed: missedInvoice(receipt.confirmedAt, invoice, invoices),
      creditInvoice: invoices.find(({ lines }) => lines.some(({ creditOf }) => creditOf === acceptanceId)) ?? null,
      plan: await planOf(tx, accountId),
      logLine: line ? { at: line.at, link } : null,
    };
  });
}
