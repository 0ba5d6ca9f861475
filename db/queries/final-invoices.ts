import { and, asc, desc, eq, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { charges, credits, finalInvoices, invoices } from "@/db/schema";

export type FinalInvoiceRow = typeof finalInvoices.$inferSelect;

/** Asks for a last invoice of what the account owes. */
export async function insertFinalInvoice(tx: Tx, { accountId, because }: Pick<FinalInvoiceRow, "accountId" | "because">): Promise<void> {
  await tx.insert(finalInvoices).values({ accountId, because });
}

/** Whether a last invoice was ever asked for because of this. */
export async function hasFinalInvoice(tx: Tx, { accountId, because }: Pick<FinalInvoiceRow, "accountId" | "because">): Promise<boolean> {
  const rows = await tx
    .select({ id: finalInvoices.id })
    .from(finalInvoices)
    .where(and(eq(finalInvoices.accountId, accountId), eq(finalInvoices.because, because)))
    .limit(1);
  return rows.length > 0;
}

/** The account's last invoices that are still to be drawn. */
export async function dueFinalInvoicesOf(tx: Tx, accountId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: finalInvoices.id })
    .from(finalInvoices)
    .where(and(eq(finalInvoices.accountId, accountId), eq(finalInvoices.state, "due")));
  return rows.map((row) => row.id);
}

export async function dueFinalInvoices(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: finalInvoices.id })
    .from(finalInvoices)
    .where(and(eq(finalInvoices.state, "due"), lte(finalInvoices.nextAttemptAt, at)))
    .orderBy(asc(finalInvoices.nextAttemptAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** One that is still to be drawn. */
export async function dueFinalInvoice(tx: Tx, id: string): Promise<FinalInvoiceRow | null> {
  const [row] = await tx
    .select()
    .from(finalInvoices)
    .where(and(eq(finalInvoices.id, id), eq(finalInvoices.state, "due")));
  return row ?? null;
}

/** Counts a try before it is made, and says when the next one is due should this one die. */
export async function beginFinalInvoice(tx: Tx, id: string, nextAttemptAt: Date): Promise<void> {
  await tx
    .update(finalInvoices)
    .set({ attempts: sql`${finalInvoices.attempts} + 1`, nextAttemptAt })
    .where(eq(finalInvoices.id, id));
}

/** It is billed, or nothing was left to bill. False when another run had already written that down. */
export async function settleFinalInvoice(
  tx: Tx,
  id: string,
  invoice: { stripeInvoiceId: string; totalCents: number } | null,
  at: Date,
): Promise<boolean> {
  const rows = await tx
    .update(finalInvoices)
    .set({ state: "settled", settledAt: at, ...invoice })
    .where(and(eq(finalInvoices.id, id), eq(finalInvoices.state, "due")))
    .returning({ id: finalInvoices.id });
  return rows.length === 1;
}

/** Charges and credits of the account that Stripe does not have yet, the charges first. */
export async function unpostedOf(tx: Tx, accountId: string): Promise<{ charges: string[]; credits: string[] }> {
  const owed = await tx
    .select({ id: charges.acceptanceId })
    .from(charges)
    .where(and(eq(charges.accountId, accountId), eq(charges.state, "due")));
  const owing = await tx
    .select({ id: credits.acceptanceId })
    .from(credits)
    .where(and(eq(credits.accountId, accountId), eq(credits.state, "due")));
  return { charges: owed.map(({ id }) => id), credits: owing.map(({ id }) => id) };
}

/** Whether a charge or a credit of the account stands on no invoice, and no last invoice is due or was asked for since it was posted. */
export async function isLeftUnbilled(tx: Tx, accountId: string): Promise<boolean> {
  const asked = (postedAt: typeof charges.postedAt | typeof credits.postedAt) => sql`exists (
    select 1 from ${finalInvoices} where ${finalInvoices.accountId} = ${accountId}
    and (${finalInvoices.state} = 'due' or ${finalInvoices.createdAt} > ${postedAt}))`;
  const [row] = await tx.execute<{ left: boolean }>(sql`select
    exists (select 1 from ${charges} where ${charges.accountId} = ${accountId}
      and ${charges.stripeInvoiceId} is null and not ${asked(charges.postedAt)})
    or exists (select 1 from ${credits} where ${credits.accountId} = ${accountId}
      and not exists (select 1 from ${invoices} where ${invoices.accountId} = ${accountId}
        and ${invoices.status} <> 'void' and ${invoices.lines} @> jsonb_build_array(jsonb_build_object('creditOf', ${credits.acceptanceId})))
      and not ${asked(credits.postedAt)}) as left`);
  return row?.left ?? false;
}

/** The account's last invoices, newest first: as a rule one. */
export async function listFinalInvoices(tx: Tx, accountId: string): Promise<FinalInvoiceRow[]> {
  return await tx.select().from(finalInvoices).where(eq(finalInvoices.accountId, accountId)).orderBy(desc(finalInvoices.createdAt));
}
