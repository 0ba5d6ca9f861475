import Stripe from "stripe";
import { type Tx, transaction, withLock } from "@/db/client";
import { beginFinalInvoice, dueFinalInvoice, type FinalInvoiceRow, settleFinalInvoice, unpostedOf } from "@/db/queries/final-invoices";
import { customerOf } from "@/db/queries/stripe-customers";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now } from "@/lib/base/clock";
import { point } from "@/lib/base/points";
import { cancelSubscriptions } from "@/lib/billing/cancel-subscriptions";
import { closeCheckouts } from "@/lib/billing/close-checkouts";
import { draftOfAllThatWaits, findDrawn } from "@/lib/billing/extra-invoices";
import { retryWaitMs } from "@/lib/billing/invoice-items";
import { freeKeptUnits } from "@/lib/billing/kept-drafts";
import { postCharge } from "@/lib/billing/post-charge";
import { postCredit } from "@/lib/billing/post-credit";
import { workerStripe } from "@/lib/billing/stripe-client";
import { syncCustomer } from "@/lib/billing/sync-customer";
import { queueMail } from "@/lib/notices/queue-mail";

const job = "final-invoice";
const mark = "final_invoice_id";

/** Has Stripe know of everything that the account owes and is owed, before it is billed. @throws Error while something is still due. */
async function postWhatIsDue(accountId: string): Promise<void> {
  const unposted = () => transaction({ kind: "system", job, accountId }, (tx) => unpostedOf(tx, accountId));
  for (const id of (await unposted()).charges) await postCharge(id);
  for (const id of (await unposted()).credits) await postCredit(id);
  const { charges, credits } = await unposted();
  if (charges.length + credits.length > 0) throw new Error("charges are still being posted");
}

/** Draws an invoice of all that is pending; null when nothing is. */
async function draw(customer: string, { id }: FinalInvoiceRow): Promise<Stripe.Invoice | null> {
  const pending = await workerStripe().invoiceItems.list({ customer, pending: true, limit: 1 });
  if (pending.data.length === 0) return null;
  const description = "Last invoice: scheduling bandwidth units that no other invoice bears";
  return await draftOfAllThatWaits(customer, { id, mark, autoAdvance: false, description });
}

/** Takes the money. A card that is declined, or missing, leaves the invoice open: it can be paid on its page at Stripe. */
async function collect(invoice: Stripe.Invoice): Promise<Stripe.Invoice> {
  const stripe = workerStripe();
  const open = invoice.status === "draft" ? await stripe.invoices.finalizeInvoice(invoice.id, { auto_advance: false }) : invoice;
  await point("final.after-finalise");
  if (open.status !== "open" || open.attempted) return open;
  try {
    return await stripe.invoices.pay(open.id, { off_session: true });
  } catch (thrown) {
    if (!(thrown instanceof Stripe.errors.StripeCardError || thrown instanceof Stripe.errors.StripeInvalidRequestError)) throw thrown;
    return await stripe.invoices.retrieve(open.id);
  }
}

/**
 * Stripe holds a renewal's draft for an hour, and an end of the plan within it would leave the draft, with its units, to nobody: it is collected
 * first. The month that it bills has begun; what of it is unused is for staff to give back. Drafts of an unpaid plan are never collected: of
 * those only the units are billed, on the last invoice.
 */
async function collectHeldRenewals(customer: string): Promise<void> {
  const stripe = workerStripe();
  const drafts = (await stripe.invoices.list({ customer, status: "draft", limit: 100 })).data.filter((draft) => draft.auto_advance);
  // What an earlier try has made final, and died before it was charged.
  const finals = (await stripe.invoices.list({ customer, status: "open", limit: 100 })).data.filter((open) => !open.attempted);
  for (const one of [...drafts, ...finals]) if (one.billing_reason === "subscription_cycle") await collect(one);
}

async function bill(row: FinalInvoiceRow, customer: string): Promise<void> {
  const drawn = (row.attempts > 0 ? await findDrawn(customer, row, mark) : null) ?? (await draw(customer, row));
  await point("final.after-draw");
  const billed = drawn ? await collect(drawn) : null;
  await point("final.after-pay");
  await syncCustomer(row.accountId, customer);
  await transaction({ kind: "system", job, accountId: row.accountId }, (tx) => writeDown(tx, row, billed));
}

async function writeDown(tx: Tx, { id, accountId, because }: FinalInvoiceRow, billed: Stripe.Invoice | null): Promise<void> {
  const end = billed ? { stripeInvoiceId: billed.id, totalCents: billed.total } : null;
  if (!(await settleFinalInvoice(tx, id, end, now())) || !billed) return;
  const facts = { totalCents: billed.total };
  await recordAccess(tx, { act: "invoice.draw-last", object: `invoice:${billed.id}`, subject: accountId, reason: because, facts });
  const status = billed.status ?? "draft";
  const url = status === "open" ? (billed.hosted_invoice_url ?? "") : "";
  const plan = because === "plan_unpaid" ? "unpaid" : "ended";
  await queueMail(tx, { template: "last-invoice", accountId, facts: { totalCents: billed.total, status, url, plan } });
}

/**
 * Job: bills at once what an account owes and no invoice bears yet, because no renewal will. A termination, or a deletion of the account, has
 * open Checkout pages closed and the plan end first, without proration: what of its month is unused is for staff to give back. Then what lies
 * on drafts that nobody collects is freed and everything that is due goes to Stripe; then one invoice takes it up, is finalised and charged to
 * the plan's card.
 *
 * Exactly one invoice, whatever fails: each step is looked for before it is done again. What a crash leaves: a plan to end; items without
 * an invoice; a draft, known by its metadata; an open invoice, which is paid once; or a paid one to be read and written down. A time-out
 * after Stripe did the work leaves the same. A second row for the account finds nothing pending, and settles without an invoice.
 */
export async function drawFinalInvoice(id: string): Promise<void> {
  await withLock(`final-invoice:${id}`, async () => {
    const begun = await transaction({ kind: "system", job }, async (tx) => {
      const row = await dueFinalInvoice(tx, id);
      if (!row) return null;
      await beginFinalInvoice(tx, id, later(now(), retryWaitMs(row.attempts)));
      return { row, customer: await customerOf(tx, row.accountId) };
    });
    if (!begun) return;
    const { row, customer } = begun;
    if (!customer) {
      await transaction({ kind: "system", job, accountId: row.accountId }, (tx) => writeDown(tx, row, null));
      return;
    }
    // While somebody else reads the customer nothing is done; the row stays due.
    await withLock(`stripe:${customer}`, async () => {
      if (row.because === "terminated" || row.because === "erased") {
        await closeCheckouts(customer);
        await collectHeldRenewals(customer);
        await cancelSubscriptions(customer);
      }
      await point("final.after-plan");
      await freeKeptUnits(row.accountId, customer);
      await postWhatIsDue(row.accountId);
      await point("final.after-post");
      await bill(row, customer);
    });
  });
}
