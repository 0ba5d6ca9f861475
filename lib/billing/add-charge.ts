import type { Tx } from "@/db/client";
import { enqueue } from "@/db/jobs";
import { insertCharge } from "@/db/queries/charges";
import { now } from "@/lib/base/clock";
import { askFinalInvoiceIfOver } from "@/lib/billing/ask-final-invoice";
import { prices } from "@/lib/terms/prices";

/**
 * Owes one bandwidth unit for an acceptance, in the acceptance's own transaction, so that neither exists without the other; or later, by a
 * repair of the books.
 * The charge's id is the acceptance's, so there can only be one.
 * @returns what it comes to, in cents
 */
export async function addCharge(
  tx: Tx,
  acceptance: { acceptanceId: string; accountId: string; platformName: string; confirmedAt?: Date },
): Promise<number> {
  const at = now();
  const { acceptanceId, accountId, platformName, confirmedAt = at } = acceptance;
  const day = confirmedAt.toISOString().slice(0, 10);
  const description = `One scheduling bandwidth unit: work order accepted on ${platformName}, confirmed ${day} (UTC)`;
  const { unitCents, currency } = prices;
  await insertCharge(tx, { acceptanceId, accountId, amountCents: unitCents, currency, description, nextAttemptAt: at });
  await enqueue(tx, "post-charge", acceptanceId);
  await askFinalInvoiceIfOver(tx, accountId);
  return unitCents;
}
