import { transaction, withLock } from "@/db/client";
import { beginInterimInvoice, type InterimInvoiceRow, markInterimDrawn } from "@/db/queries/interim-invoices";
import { customerOf } from "@/db/queries/stripe-customers";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now } from "@/lib/base/clock";
import { point } from "@/lib/base/points";
import { draftOfAllThatWaits, findDrawn } from "@/lib/billing/extra-invoices";
import { retryWaitMs } from "@/lib/billing/invoice-items";
import { pastFailures } from "@/lib/billing/past-failures";
import { workerStripe } from "@/lib/billing/stripe-client";
import { syncCustomer } from "@/lib/billing/sync-customer";
import { interimFromUnits } from "@/lib/terms/prices";

const actor = (accountId?: string) => ({ kind: "system", job: "draw-interim-invoice", accountId }) as const;

const mark = "interim_id";

/** Whether enough items wait for it to be worth an invoice: our own count may have been behind. */
async function isNeeded(customer: string): Promise<boolean> {
  const waiting = await workerStripe().invoiceItems.list({ customer, pending: true, limit: 100 }).autoPagingToArray({ limit: 250 });
  return waiting.length >= interimFromUnits;
}

/** Brings the invoice to where it is final, from wherever an earlier try left it. Its id; null when none is needed. */
async function draw(customer: string, interim: InterimInvoiceRow): Promise<string | null> {
  const { id } = interim;
  const earlier = interim.attempts > 0 ? await findDrawn(customer, interim, mark) : null;
  if (!earlier && !(await isNeeded(customer))) return null;
  // Once it is final Stripe charges it, and tries again by its own calendar when the card refuses.
  const description = "Drawn before the renewal, because an invoice takes no more than 250 items.";
  const invoice = earlier ?? (await draftOfAllThatWaits(customer, { id, mark, autoAdvance: true, description }));
  await point("interim.after-draw");
  if (invoice.status === "draft") {
    await pastFailures(`interim-final:${id}`, (idempotencyKey) =>
      workerStripe().invoices.finalizeInvoice(invoice.id, { auto_advance: true }, { idempotencyKey }),
    );
  }
  await point("interim.after-finalise");
  return invoice.id;
}

/**
 * Draws an invoice between two renewals of everything that waits, because Stripe takes no more than 250 items.
 *
 * One invoice, whatever fails: the try is counted before the first call, so that the next one first looks for the invoice by its metadata
 * and goes on from the state in which it is (a draft, or final); Stripe's idempotency keys cover the first day besides. Items that are
 * posted meanwhile wait for the next invoice.
 */
export async function drawInterimInvoice(id: string): Promise<void> {
  await withLock(`interim:${id}`, async () => {
    const due = await transaction(actor(), async (tx) => {
      const interim = await beginInterimInvoice(tx, id, (attempts) => later(now(), retryWaitMs(attempts)));
      return interim && { interim, customer: await customerOf(tx, interim.accountId) };
    });
    if (!due) return;
    const { interim, customer } = due;
    const { accountId } = interim;
    if (!customer) throw new Error("an interim invoice of an account that is no Stripe customer");
    const invoiceId = await draw(customer, interim);
    await transaction(actor(accountId), async (tx) => {
      if (!(await markInterimDrawn(tx, id, invoiceId, now())) || !invoiceId) return;
      await recordAccess(tx, { act: "interim-invoice.draw", object: `invoice:${invoiceId}`, subject: accountId, reason: "many_units" });
    });
    await withLock(`stripe:${customer}`, () => syncCustomer(accountId, customer));
  });
}
