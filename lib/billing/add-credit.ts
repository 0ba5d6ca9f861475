import type { Tx } from "@/db/client";
import { insertCredit } from "@/db/queries/credits";
import { now } from "@/lib/base/clock";
import { askFinalInvoiceIfOver } from "@/lib/billing/ask-final-invoice";

/**
 * Owes an acceptance's charge back, in the caller's transaction; it is posted once the charge itself is.
 * @returns whether there was a charge to give back
 */
export async function addCredit(tx: Tx, { acceptanceId, accountId }: { acceptanceId: string; accountId: string }): Promise<boolean> {
  const added = await insertCredit(tx, { acceptanceId, accountId, because: "cancelled_by_buyer", nextAttemptAt: now() });
  if (added) await askFinalInvoiceIfOver(tx, accountId);
  return added;
}
