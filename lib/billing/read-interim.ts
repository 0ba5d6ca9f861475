import { transaction } from "@/db/client";
import { countInterimInvoices } from "@/db/queries/interim-invoices";

/** Whether an invoice before the renewal was asked for since a moment, because more units waited than one invoice takes. */
export async function hasInterimInvoice(accountId: string, since: Date): Promise<boolean> {
  return await transaction({ kind: "member", accountId }, async (tx) => (await countInterimInvoices(tx, accountId, since)) > 0);
}
