import { transaction } from "@/db/client";
import { dueFinalInvoicesOf, hasFinalInvoice } from "@/db/queries/final-invoices";
import { customerOf } from "@/db/queries/stripe-customers";
import { askFinalInvoice } from "@/lib/billing/ask-final-invoice";
import { explainStripe } from "@/lib/billing/explain-stripe";
import { drawFinalInvoice } from "@/lib/billing/final-invoice";

const because = "erased";

/**
 * Ends the plan of an account that is to be erased, and bills what it owes by a last invoice, before the rows go by which that is known.
 * The caller holds the account's erasure, so that it is asked for once; each try goes on from where the last one stopped.
 * @returns whether nothing is left to bill; false while somebody else reads the customer, or draws the invoice.
 * @throws AppError unavailable when Stripe does not do it; Error while charges are still to be posted.
 */
export async function settleAccount(accountId: string): Promise<boolean> {
  const actor = { kind: "system", job: "settle-account", accountId } as const;
  const due = await transaction(actor, async (tx) => {
    if (!(await customerOf(tx, accountId))) return [];
    if (!(await hasFinalInvoice(tx, { accountId, because }))) await askFinalInvoice(tx, accountId, because);
    return await dueFinalInvoicesOf(tx, accountId);
  });
  try {
    for (const id of due) await drawFinalInvoice(id);
  } catch (thrown) {
    throw explainStripe(thrown);
  }
  return (await transaction(actor, (tx) => dueFinalInvoicesOf(tx, accountId))).length === 0;
}
