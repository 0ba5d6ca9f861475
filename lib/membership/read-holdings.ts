import { transaction } from "@/db/client";
import { listReceipts } from "@/db/queries/charges";
import { listLinked } from "@/db/queries/connections";
import { listInvoices } from "@/db/queries/invoices";
import { customerOf } from "@/db/queries/stripe-customers";
import { planOf } from "@/lib/billing/plan";

export type Holdings = {
  /** What deletion ends: whether there is a plan to cancel, and on how many platforms keys to destroy. */
  hasPlan: boolean;
  connections: number;
  /** What the law of billing keeps, newest first. */
  charges: { id: string; platform: string; confirmedAt: Date; amountCents: number; invoiced: boolean }[];
  invoices: { id: string; number: string | null; issuedAt: Date; totalCents: number }[];
  stripeCustomerId: string | null;
};

const ended = new Set(["canceled", "incomplete_expired"]);
const most = 10_000;

/** What the page says before an account is deleted: what of this very account ends, and what stays. */
export async function readHoldings(accountId: string): Promise<Holdings> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const plan = await planOf(tx, accountId);
    const receipts = await listReceipts(tx, accountId, most);
    const invoices = await listInvoices(tx, accountId, most);
    return {
      hasPlan: plan.status !== null && !ended.has(plan.status),
      connections: (await listLinked(tx, accountId)).length,
      charges: receipts.map(({ acceptanceId: id, platform, confirmedAt, amountCents, stripeInvoiceId }) => ({
        id,
        platform,
        confirmedAt,
        amountCents,
        invoiced: stripeInvoiceId !== null,
      })),
      invoices: invoices.map(({ id, number, issuedAt, totalCents }) => ({ id, number, issuedAt, totalCents })),
      stripeCustomerId: await customerOf(tx, accountId),
    };
  });
}
