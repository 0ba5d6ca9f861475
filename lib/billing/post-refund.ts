import Stripe from "stripe";
import { transaction, withLock } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { beginRefund, dueRefund, type RefundRow, settleRefund } from "@/db/queries/refunds";
import { customerOf } from "@/db/queries/stripe-customers";
import { may } from "@/lib/accounts/permissions";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now } from "@/lib/base/clock";
import { point } from "@/lib/base/points";
import { retryWaitMs } from "@/lib/billing/invoice-items";
import { pastFailures } from "@/lib/billing/past-failures";
import { refundableOf } from "@/lib/billing/refundable";
import { workerStripe } from "@/lib/billing/stripe-client";
import { syncCustomer } from "@/lib/billing/sync-customer";
import { queueMail } from "@/lib/notices/queue-mail";

const actor = (accountId?: string) => ({ kind: "system", job: "post-refund", accountId }) as const;
type Refusal = NonNullable<RefundRow["refusedBecause"]>;

/** Why a refund that was asked for is not made: who asked may not any more, or it exceeds what is left. Null when it may be. */
async function whyNot(refund: RefundRow): Promise<Refusal | null> {
  const { id, accountId, amountCents, askedBy, createdAt, invoiceId } = refund;
  return await transaction(actor(accountId), async (tx) => {
    const [kind, staffId = ""] = askedBy.split(":");
    const asker = kind === "staff" ? await findAccount(tx, staffId) : null;
    if (kind !== "host" && !(asker?.state === "active" && may(asker.role, "refunds.write"))) return "not_authorised";
    const of = await refundableOf(tx, accountId, createdAt, id);
    return of && of.invoiceId === invoiceId && amountCents <= of.mostCents ? null : "too_much";
  });
}

/** The credit note that an earlier try has left at Stripe, whatever became of its answer. */
async function findNote({ id, invoiceId }: RefundRow): Promise<Stripe.CreditNote | null> {
  for await (const note of workerStripe().creditNotes.list({ invoice: invoiceId, limit: 100 })) {
    if (note.metadata?.refund_id === id) return note;
  }
  return null;
}

async function issueNote({ id, invoiceId, lineId, amountCents }: RefundRow): Promise<Stripe.CreditNote> {
  const params: Stripe.CreditNoteCreateParams = {
    invoice: invoiceId,
    lines: [{ type: "invoice_line_item", invoice_line_item: lineId, amount: amountCents }],
    refund_amount: amountCents,
    reason: "order_change",
    email_type: "none",
    memo: "Unused days of the month that was paid in advance",
    metadata: { refund_id: id },
  };
  const note = await pastFailures(`refund:${id}`, (idempotencyKey) => workerStripe().creditNotes.create(params, { idempotencyKey }));
  if (note.object !== "credit_note" || note.total !== amountCents || note.metadata?.refund_id !== id) {
    throw new Error("Stripe's answer is not the credit note that was asked for");
  }
  return note;
}

async function refuse({ id, accountId, amountCents }: RefundRow, refusedBecause: Refusal): Promise<void> {
  await transaction(actor(accountId), async (tx) => {
    if (!(await settleRefund(tx, id, { state: "refused", refusedBecause }, now()))) return;
    const facts = { amountCents };
    await recordAccess(tx, { act: "refund.refuse", object: `refund:${id}`, subject: accountId, reason: refusedBecause, facts });
  });
}

async function writeDown({ id, accountId, amountCents, reason }: RefundRow, noteId: string): Promise<void> {
  await transaction(actor(accountId), async (tx) => {
    if (!(await settleRefund(tx, id, { state: "posted", stripeCreditNoteId: noteId }, now()))) return;
    await recordAccess(tx, { act: "refund.post", object: `refund:${id}`, subject: accountId, reason, facts: { amountCents } });
    await queueMail(tx, { template: "refund-made", accountId, facts: { amountCents, reason } });
  });
}

/**
 * Job: gives back what staff have asked for, as one credit note of Stripe with a refund to the card, after looking anew at who asked and
 * how much is left.
 *
 * Exactly one credit note, whatever fails: the try is counted before the call, so that after a crash, a time-out or an error that hid a
 * success the next try first looks for the refund's id among the invoice's credit notes, and Stripe's idempotency key covers the first day
 * besides. What Stripe itself refuses, as more than is left of the payment or of an invoice that it does not know, is written down as
 * refused and not tried again.
 */
export async function postRefund(id: string): Promise<void> {
  await withLock(`refund:${id}`, async () => {
    const refund = await transaction(actor(), async (tx) => {
      const row = await dueRefund(tx, id);
      if (row) await beginRefund(tx, id, later(now(), retryWaitMs(row.attempts)));
      return row;
    });
    if (!refund) return;
    await point("refund.before-post");
    const earlier = refund.attempts > 0 ? await findNote(refund) : null;
    // What was given back at Stripe by hand a moment ago counts too. While somebody else reads the customer nothing is done; the row stays due.
    if (!earlier && !(await readAnew(refund.accountId))) return;
    const refusal = earlier ? null : await whyNot(refund);
    if (refusal) return await refuse(refund, refusal);
    try {
      const note = earlier ?? (await issueNote(refund));
      await point("refund.after-post");
      await writeDown(refund, note.id);
    } catch (thrown) {
      if (!(thrown instanceof Stripe.errors.StripeInvalidRequestError) || ![400, 404].includes(thrown.statusCode ?? 0)) throw thrown;
      return await refuse(refund, "stripe");
    }
    // Somebody else who reads the customer at this moment reads the credit note too.
    await readAnew(refund.accountId);
  });
}

/** Writes down what the invoices say now. False when somebody else is reading the customer. */
async function readAnew(accountId: string): Promise<boolean> {
  const customer = await transaction(actor(accountId), (tx) => customerOf(tx, accountId));
  if (!customer) return true;
  return (await withLock(`stripe:${customer}`, () => syncCustomer(accountId, customer).then(() => true))) ?? false;
}
