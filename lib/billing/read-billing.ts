import { transaction } from "@/db/client";
import { listCreditsWaiting, listReceipts, listUnbilled, type ReceiptRow } from "@/db/queries/charges";
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

export const shownUnits = 100;
const shownInvoices = 24;

/** What the member's billing page shows, as it was last read from Stripe. */
export async function readBilling(accountId: string): Promise<Billing> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const plan = await planOf(tx, accountId);
    const subscription = await subscriptionOf(tx, accountId);
    const invoices = await listInvoices(tx, accountId, shownInvoices);
    return {
      plan,
      owed: owedOf(invoices),
      keeping: await isKeeping(tx, accountId),
      creditCents: subscription?.creditCents ?? 0,
      card: cardOf(subscription),
      units: await listReceipts(tx, accountId, shownUnits),
      invoices,
      next: nextInvoice(plan, await listUnbilled(tx, accountId), await listCreditsWaiting(tx, accountId)),
    };
  });
}
