import { transaction } from "@/db/client";
import { type InvoiceRow, listInvoices } from "@/db/queries/invoices";
import { isKeeping } from "@/db/queries/requests";
import { type Plan, planOf } from "@/lib/billing/plan";

export interface PlanState {
  plan: Plan;
  /** The open invoice whose payment is awaited, and whether it was tried; null when nothing is. */
  owed: { cents: number; tried: boolean; nextTryAt: Date | null; payUrl: string | null } | null;
  /** Whether the member has asked to keep a plan that was to end, and Stripe is still to be told. */
  keeping: boolean;
}

/** What of an open invoice is still to be paid. */
export function owedOf(invoices: readonly InvoiceRow[]): PlanState["owed"] {
  const open = invoices.find(({ status }) => status === "open");
  if (!open) return null;
  return { cents: open.remainingCents, tried: open.attemptCount > 0, nextTryAt: open.nextAttemptAt, payUrl: open.hostedUrl };
}

/** How the member's plan stands and what is awaited for it, as the worker last read it from Stripe. */
export async function readPlan(accountId: string): Promise<PlanState> {
  return await transaction({ kind: "member", accountId }, async (tx) => ({
    plan: await planOf(tx, accountId),
    owed: owedOf(await listInvoices(tx, accountId, 24)),
    keeping: await isKeeping(tx, accountId),
  }));
}
