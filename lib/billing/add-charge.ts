import type { Tx } from "@/db/client";
import { enqueue } from "@/db/jobs";
import { insertCharge } from "@/db/queries/charges";
import { now } from "@/lib/base/clock";
import { askFinalInvoiceIfOver } from "@/lib/billing/ask-final-invoice";
import { prices } from "@/lib/terms/prices";

/**
 * Owes one bandwidth unit for an acceptance, in the acceptance's own transaction: neither exists without the other.
 * The charge's id is the acceptance's, so there can only be one.
 * @returns what it comes to, in cents
 */
export async function addCharge(tx: Tx, acceptance: { acceptanceId: string; accountId: string; platformName: string }): Promise<number> {
  const { acceptanceId, accountId, platformName } = acceptance;
  const at = now();
  const description = `One scheduling bandwidth unit: work order accepted on ${platformName}, confirmed ${at.toISOString().slice(0, 10)} (UTC)`;
  const { unitCents, currency } = prices;
  await insertCharge(tx, { acceptanceId, accountId, amountCents: unitCents, currency, description, nextAttemptAt: at });
  await enqueue(tx, "post-charge", acceptanceId);
  await askFinalInvoiceIfOver(tx, accountId);
  return unitCents;
}
