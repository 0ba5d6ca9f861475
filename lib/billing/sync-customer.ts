import type Stripe from "stripe";
import { transaction } from "@/db/client";
import { noteInvoice } from "@/db/queries/charges";
import { type InvoiceRow, keepInvoice } from "@/db/queries/invoices";
import { keepSubscription, newestSubscription, type SubscriptionRow } from "@/db/queries/subscriptions";
import type { InvoiceLine } from "@/db/schema";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { workerStripe } from "@/lib/billing/stripe-client";
import { queueMail } from "@/lib/notices/queue-mail";
import { prices } from "@/lib/terms/prices";

const recentInvoices = 24;
const atSecond = (seconds: number) => new Date(seconds * 1000);

function readSubscription(accountId: string, subscription: Stripe.Subscription, readAt: Date): SubscriptionRow | null {
  const [item] = subscription.items.data;
  if (!item) return null;
  return {
    id: subscription.id,
    accountId,
    status: subscription.status,
    periodStart: atSecond(item.current_period_start),
    periodEnd: atSecond(item.current_period_end),
    cancelAtPeriodEnd: subscription.cancel_at_period_end,
    startedAt: atSecond(subscription.created),
    readAt,
  };
}

async function linesOf(invoice: Stripe.Invoice): Promise<InvoiceLine[]> {
  const lines = invoice.lines.has_more
    ? await workerStripe().invoices.listLineItems(invoice.id, { limit: 100 }).autoPagingToArray({ limit: 10_000 })
    : invoice.lines.data;
  return lines.map((line) => ({
    description: line.description ?? "",
    amountCents: line.amount,
    acceptanceId: line.metadata.acceptance_id ?? null,
  }));
}

async function readInvoice(accountId: string, invoice: Stripe.Invoice, readAt: Date): Promise<InvoiceRow> {
  const paidAt = invoice.status_transitions.paid_at;
  return {
    id: invoice.id,
    accountId,
    number: invoice.number,
    status: invoice.status ?? "draft",
    totalCents: invoice.total,
    currency: invoice.currency,
    lines: await linesOf(invoice),
    issuedAt: atSecond(invoice.created),
    paidAt: paidAt ? atSecond(paidAt) : null,
    readAt,
  };
}

/**
 * Reads a customer's subscriptions and latest invoices from Stripe and writes down what is so now. The caller holds the customer's
 * lock. Everything is read before one transaction writes, so a crash leaves either all of it or none. The first time that a plan
 * becomes active, its mail joins that transaction.
 */
export async function syncCustomer(accountId: string, customerId: string): Promise<void> {
  const readAt = now();
  const stripe = workerStripe();
  const listed = await stripe.subscriptions.list({ customer: customerId, status: "all", limit: 100 });
  const subscriptions = listed.data.map((it) => readSubscription(accountId, it, readAt)).filter((row) => row !== null);
  const drawn = await stripe.invoices.list({ customer: customerId, limit: recentInvoices });
  const invoices: InvoiceRow[] = [];
  for (const invoice of drawn.data) invoices.push(await readInvoice(accountId, invoice, readAt));

  await transaction({ kind: "system", job: "sync-customer", accountId }, async (tx) => {
    const before = await newestSubscription(tx, accountId);
    for (const row of subscriptions) await keepSubscription(tx, row);
    for (const row of invoices) {
      await keepInvoice(tx, row);
      const billed = row.lines.map((line) => line.acceptanceId).filter((id) => id !== null);
      await noteInvoice(tx, accountId, billed, row.id);
    }
    const after = await newestSubscription(tx, accountId);
    if (!after || (after.id === before?.id && after.status === before.status)) return;
    await recordAccess(tx, { act: "subscription.change", object: `subscription:${after.id}`, subject: accountId, reason: after.status });
    if (after.status === "active" && before?.status !== "active") {
      await queueMail(tx, {
        template: "subscription-active",
        accountId,
        facts: { periodEnd: after.periodEnd.toISOString(), monthlyCents: prices.monthlyCents, unitCents: prices.unitCents },
      });
    }
  });
}
