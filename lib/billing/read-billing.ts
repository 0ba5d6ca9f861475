import { transaction } from "@/db/client";
import { listReceipts, listUnbilled, type ReceiptRow } from "@/db/queries/charges";
import { type InvoiceRow, listInvoices } from "@/db/queries/invoices";
import { isKeeping } from "@/db/queries/requests";
import { subscriptionOf } from "@/db/queries/subscriptions";
import { type Card, cardOf } from "@/lib/billing/card";
import { type NextInvoice, nextInvoice } from "@/lib/billing/next-invoice";
import { planOf } from "@/lib/billing/plan";
import { owedOf, type PlanState } from "@/lib/billing/read-plan";

export type Invoice = InvoiceRow;
/** One charge with what its receipt shows. */
export type Unit = ReceiptRow;

export interface Billing extends PlanState {
  card: Card | null;
  invoices: Invoice[];
  /** The newest units. */
  units: Unit[];
  next: NextInvoice | null;
  /** What Stripe holds as the member's credit, and takes off the next invoices, in cents. */
  creditCents: number;
}

const shownUnits = 100;
const shownInvoices = 24;
/** So many invoices tell which units were given back: those of eight years and more. */
const consideredInvoices = 100;

/** What the member's billing page shows, as it was last read from Stripe. */
export async function readBilling(accountId: string): Promise<Billing> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const plan = await planOf(tx, accountId);
    const subscription = await subscriptionOf(tx, accountId);
    const units = await listReceipts(tx, accountId, shownUnits);
    const considered = await listInvoices(tx, accountId, consideredInvoices);
    const invoices = considered.slice(0, shownInvoices);
    const unbilled = await listUnbilled(tx, accountId);
    const billed = units.filter(({ stripeInvoiceId }) => stripeInvoiceId !== null);
    return {
      plan,
      owed: owedOf(invoices),
      keeping: await isKeeping(tx, accountId),
      creditCents: subscription?.creditCents ?? 0,
      card: cardOf(subscription),
      units,
      invoices,
      next: nextInvoice(plan, [...unbilled, ...billed], considered),
    };
  });
}
