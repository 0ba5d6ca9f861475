import { asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { differences as d, interimInvoices as n } from "@/db/schema";

/** What was noted about an account's bills beside them: invoices drawn in between, and where our books and Stripe's differed. */
export async function exportBooks(tx: Tx, accountId: string) {
  return {
    interimInvoices: await tx
      .select({ state: n.state, createdAt: n.createdAt, drawnAt: n.drawnAt, stripeInvoiceId: n.stripeInvoiceId })
      .from(n)
      .where(eq(n.accountId, accountId))
      .orderBy(asc(n.createdAt)),
    differences: await tx
      .select({
        kind: d.kind,
        ours: d.ours,
        theirs: d.theirs,
        amountCents: d.amountCents,
        repair: d.repair,
        foundAt: d.foundAt,
        settledAt: d.settledAt,
        settledHow: d.settledHow,
      })
      .from(d)
      .where(eq(d.accountId, accountId))
      .orderBy(asc(d.foundAt)),
  };
}
