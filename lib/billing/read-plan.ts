import { transaction } from "@/db/client";
import { type InvoiceRow, listInvoices } from "@/db/queries/invoices";
import { type Plan, planOf } from "@/lib/billing/plan";

export interface PlanState {
  plan: Plan;
  /** The open invoice whose payment is awaited; null when nothing is. */
  owed: { cents: number; nextTryAt: Date | null; payUrl: string | null } | null;
}

/** What of an open invoice is still to be paid. */
export function owedOf(invoices: readonly InvoiceRow[]): PlanState["owed"] {
  const open = invoices.find(({ status }) => status === "open");
  if (!open) return null;
  return { cents: open.totalCents - open.amountPaidCents, nextTryAt: open.nextAttemptAt, payUrl: open.hostedUrl };
}

/** How the member's plan stands and what is awaited for it, as the worker last read it from Stripe. */
export async function readPlan(accountId: string): Promise<PlanState> {
  return await transaction({ kind: "member", accountId }, async (tx) => ({
    plan: await planOf(tx, accountId),
    owed: owedOf(await listInvoices(tx, accountId, 24)),
  }));
}
