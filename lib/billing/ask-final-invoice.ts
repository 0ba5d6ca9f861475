import type { Tx } from "@/db/client";
import { insertFinalInvoice } from "@/db/queries/final-invoices";
import { newestSubscription } from "@/db/queries/subscriptions";

const over = new Set(["canceled", "incomplete_expired"]);

/**
 * Asks the worker to bill what the account owes at once, in the caller's transaction; see final-invoice.ts.
 * @param because `terminated` has the plan ended first, whatever it still runs for; `plan_ended` leaves any plan alone.
 */
export async function askFinalInvoice(tx: Tx, accountId: string, because: "terminated" | "plan_ended"): Promise<void> {
  await insertFinalInvoice(tx, { accountId, because });
}

/** Asks for it when no renewal will come any more, for a charge or a credit that arose after the plan had ended. */
export async function askFinalInvoiceIfOver(tx: Tx, accountId: string): Promise<void> {
  const subscription = await newestSubscription(tx, accountId);
  if (subscription && over.has(subscription.status)) await askFinalInvoice(tx, accountId, "plan_ended");
}
