import type Stripe from "stripe";
import { type Tx, transaction } from "@/db/client";
import { noteInvoice } from "@/db/queries/charges";
import { keepInvoice, listInvoices, type ReadInvoice } from "@/db/queries/invoices";
import { keepSubscription, type SubscriptionRow, subscriptionOf } from "@/db/queries/subscriptions";
import type { InvoiceLine } from "@/db/schema";
import { now } from "@/lib/base/clock";
import { isId } from "@/lib/base/ids";
import { alignEmail } from "@/lib/billing/align-email";
import { askFinalInvoiceAtEnd, askFinalInvoiceIfLeft } from "@/lib/billing/ask-final-invoice";
import { isKeptDraft } from "@/lib/billing/kept-drafts";
import { periodOf } from "@/lib/billing/period-of";
import { type GivenBack, readGivenBack } from "@/lib/billing/read-given-back";
import { workerStripe } from "@/lib/billing/stripe-client";
import { type Known, tellOfChanges } from "@/lib/billing/tell-of-changes";

const recentInvoices = 24;
const cards = ["data.default_payment_method", "data.customer.invoice_settings.default_payment_method"];
const atSecond = (seconds: number) => new Date(seconds * 1000);
const maybeAt = (seconds: number | null) => (seconds === null ? null : atSecond(seconds));

const isWhole = <T extends { object: string }>(it: string | T | null): it is T => typeof it === "object" && it !== null;

/** The card that pays: the subscription's own, or else the customer's. Null parts when there is none, it is no card, or the plan is over. */
function readCard(subscription: Stripe.Subscription): Pick<SubscriptionRow, "cardBrand" | "cardLast4" | "cardExpires"> {
  const { customer, default_payment_method: own } = subscription;
  const theirs = isWhole(customer) && !customer.deleted ? customer.invoice_settings.default_payment_method : null;
  const method = isWhole(own) ? own : isWhole(theirs) ? theirs : null;
  if (!method?.card || subscription.ended_at !== null) return { cardBrand: null, cardLast4: null, cardExpires: null };
  const { brand, last4, exp_month: month, exp_year: year } = method.card;
  return { cardBrand: brand, cardLast4: last4, cardExpires: `${String(month).padStart(2, "0")}/${year}` };
}

/** What Stripe holds for the customer, in cents: a balance below zero, from whichever invoice or hand. */
function creditOf({ customer }: Stripe.Subscription): number {
  return isWhole(customer) && !customer.deleted ? Math.max(0, -customer.balance) : 0;
}

function readSubscription(accountId: string, subscription: Stripe.Subscription, readAt: Date): SubscriptionRow | null {
  const period = periodOf(subscription);
  if (!period) return null;
  const { periodStart, periodEnd, isEnding } = period;
  return {
    id: subscription.id,
    accountId,
    status: subscription.status,
    periodStart,
    periodEnd,
    cancelAtPeriodEnd: isEnding,
    startedAt: atSecond(subscription.created),
    endedAt: maybeAt(subscription.ended_at),
    ...readCard(subscription),
    creditCents: creditOf(subscription),
    readAt,
  };
}

/** The acceptance that a line names. Whoever writes at Stripe by hand may write anything: what is no id names none. */
const acceptanceIn = (written: string | undefined): string | null => (written !== undefined && isId(written) ? written : null);

async function linesOf(invoice: Stripe.Invoice): Promise<InvoiceLine[]> {
  const lines = invoice.lines.has_more
    ? await workerStripe().invoices.listLineItems(invoice.id, { limit: 100 }).autoPagingToArray({ limit: 10_000 })
    : invoice.lines.data;
  return lines.map((line) => ({
    id: line.id,
    description: line.description ?? "",
    amountCents: line.amount,
    acceptanceId: acceptanceIn(line.metadata.acceptance_id),
    creditOf: acceptanceIn(line.metadata.credit_of),
    periodStart: atSecond(line.period.start).toISOString(),
    periodEnd: atSecond(line.period.end).toISOString(),
  }));
}

async function readInvoice(accountId: string, invoice: Stripe.Invoice, back: GivenBack | undefined, readAt: Date): Promise<ReadInvoice> {
  return {
    id: invoice.id,
    accountId,
    number: invoice.number,
    status: invoice.status ?? "draft",
    totalCents: invoice.total,
    currency: invoice.currency,
    lines: await linesOf(invoice),
    issuedAt: atSecond(invoice.created),
    paidAt: maybeAt(invoice.status_transitions.paid_at),
    amountPaidCents: invoice.amount_paid,
    remainingCents: invoice.status === "open" ? invoice.amount_remaining : 0,
    givenBackCents: back?.cents ?? 0,
    attemptCount: invoice.attempt_count,
    nextAttemptAt: maybeAt(invoice.next_payment_attempt),
    pdfUrl: invoice.invoice_pdf ?? null,
    hostedUrl: invoice.hosted_invoice_url ?? null,
    readAt,
  };
}

const knownOf = async (tx: Tx, accountId: string): Promise<Known> => ({
  subscription: await subscriptionOf(tx, accountId),
  invoices: new Map((await listInvoices(tx, accountId, recentInvoices)).map((row) => [row.id, row])),
});

/**
 * Reads a customer's subscriptions and latest invoices from Stripe and writes down what is so now. The caller holds the customer's
 * lock. Everything is read before one transaction writes, so a crash leaves either all of it or none; what has changed is logged and
 * mailed in that transaction. An address that Stripe has otherwise is set right last.
 */
export async function syncCustomer(accountId: string, customerId: string): Promise<void> {
  const readAt = now();
  const stripe = workerStripe();
  const listed = await stripe.subscriptions.list({ customer: customerId, status: "all", limit: 100, expand: cards });
  const subscriptions = listed.data.map((it) => readSubscription(accountId, it, readAt)).filter((row) => row !== null);
  const drawn = (await stripe.invoices.list({ customer: customerId, limit: recentInvoices, expand: ["data.payments"] })).data;
  const oldest = Math.min(readAt.getTime() / 1000, ...drawn.map(({ created }) => created));
  const { byInvoice } = await readGivenBack(customerId, drawn, atSecond(oldest));
  const invoices: ReadInvoice[] = [];
  for (const invoice of drawn) invoices.push(await readInvoice(accountId, invoice, byInvoice.get(invoice.id), readAt));
  const kept = new Set(drawn.filter(isKeptDraft).map(({ id }) => id));

  await transaction({ kind: "system", job: "sync-customer", accountId }, async (tx) => {
    const before = await knownOf(tx, accountId);
    for (const row of subscriptions) await keepSubscription(tx, row);
    for (const row of invoices) {
      await keepInvoice(tx, row);
      // A void invoice bills nothing, nor does a draft that is not collected: what was on it is posted again, and belongs to the invoice that
      // bears it then.
      if (row.status === "void" || kept.has(row.id)) continue;
      const billed = row.lines.map((line) => line.acceptanceId).filter((id) => id !== null);
      await noteInvoice(tx, accountId, billed, row.id);
    }
    const after = await knownOf(tx, accountId);
    await tellOfChanges(tx, accountId, before, after);
    await askFinalInvoiceAtEnd(tx, before.subscription, after.subscription);
    await askFinalInvoiceIfLeft(tx, after.subscription);
  });
  await alignEmail(accountId, listed.data[0]?.customer ?? null);
}
