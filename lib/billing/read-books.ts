import type Stripe from "stripe";
import { transaction } from "@/db/client";
import {
  chargesToCompare,
  creditsToCompare,
  invoicesToCompare,
  refundsToCompare,
  subscriptionsToCompare,
  unbookedAcceptances,
} from "@/db/queries/books";
import { hasOpenEvents } from "@/db/queries/stripe-events";
import { dayMs, later, now } from "@/lib/base/clock";
import { compareBooks, type Difference, type Ours, type RunningPlan, type Theirs, type Told, tellPlan } from "@/lib/billing/compare-books";
import { isKeptDraft } from "@/lib/billing/kept-drafts";
import { periodOf } from "@/lib/billing/period-of";
import { readGivenBack } from "@/lib/billing/read-given-back";
import { workerStripe } from "@/lib/billing/stripe-client";
import { creditedForMinutes } from "@/lib/terms/prices";

/** How far back books are compared, and how much further we look on our side, so that no item at the edge lacks its charge. */
const windowMs = 400 * dayMs;
const edgeMs = 30 * dayMs;
/** Invoices that are held side by side: those that are read anew at each event. */
const recentInvoices = 24;

const toldSubscription = (status: string, periodEnd: Date, isEnding: boolean) =>
  `${status}, until ${periodEnd.toISOString().slice(0, 19)}Z${isEnding ? ", then it ends" : ""}`;
const toldInvoice = (status: string, totalCents: number, paidCents: number) =>
  `${status}, ${(totalCents / 100).toFixed(2)} of which ${(paidCents / 100).toFixed(2)} paid`;

const tellRefund = (status: string, cents: number) => ({ told: `${status}, ${(cents / 100).toFixed(2)}`, cents });

async function readOurs(accountId: string, customerId: string, since: Date): Promise<Ours & { isSettled: boolean }> {
  return await transaction({ kind: "system", job: "reconcile", accountId }, async (tx) => {
    const charged = await chargesToCompare(tx, accountId, later(since, -edgeMs));
    const credited = await creditsToCompare(tx, accountId, later(since, -edgeMs));
    const given = await refundsToCompare(tx, accountId, since);
    const subscriptions: Told = new Map(
      (await subscriptionsToCompare(tx, accountId)).map((it) => [
        it.id,
        { told: toldSubscription(it.status, it.periodEnd, it.cancelAtPeriodEnd), cents: 0 },
      ]),
    );
    const invoices: Told = new Map(
      (await invoicesToCompare(tx, accountId, since, recentInvoices)).map((it) => [
        it.id,
        { told: toldInvoice(it.status, it.totalCents, it.amountPaidCents), cents: it.totalCents },
      ]),
    );
    return {
      unbooked: await unbookedAcceptances(tx, accountId, since, creditedForMinutes),
      entries: [
        ...charged.map((it) => ({ ...it, of: "acceptance_id" as const })),
        ...credited.map((it) => ({ ...it, of: "credit_of" as const, amountCents: -it.amountCents })),
      ],
      subscriptions,
      invoices,
      refunds: new Map(given.flatMap(({ id, amountCents }) => (id ? [[id, tellRefund("issued", amountCents)] as const] : []))),
      isSettled: !(await hasOpenEvents(tx, customerId)),
    };
  });
}

const idOf = (reference: string | { id: string } | null) => (typeof reference === "string" ? reference : (reference?.id ?? null));

function tellSubscription(subscription: Stripe.Subscription): [string, { told: string; cents: number }][] {
  const period = periodOf(subscription);
  if (!period) return [];
  return [[subscription.id, { told: toldSubscription(subscription.status, period.periodEnd, period.isEnding), cents: 0 }]];
}

const running = new Set<Stripe.Subscription.Status>(["active", "trialing", "past_due", "unpaid", "paused"]);

function runningPlan({ id, items, discounts }: Stripe.Subscription): RunningPlan {
  const parts = items.data.map(({ quantity = 1, price: { unit_amount, recurring } }) => {
    const every =
      recurring && recurring.interval_count > 1 ? `${recurring.interval_count} ${recurring.interval}s` : (recurring?.interval ?? "month");
    return { quantity, cents: unit_amount ?? 0, every };
  });
  const cents = parts.reduce((sum, part) => sum + part.quantity * part.cents, 0);
  return { id, told: `${tellPlan(parts)}${discounts.length > 0 ? ", less a discount" : ""}`, cents };
}

async function readTheirs(customer: string, since: Date): Promise<Theirs> {
  const stripe = workerStripe();
  const page = { customer, limit: 100, created: { gte: Math.floor(since.getTime() / 1000) } };
  const items = await stripe.invoiceItems.list(page).autoPagingToArray({ limit: 10_000 });
  const invoices = await stripe.invoices.list({ ...page, expand: ["data.payments"] }).autoPagingToArray({ limit: 10_000 });
  const subscriptions = await stripe.subscriptions.list({ customer, status: "all", limit: 100 }).autoPagingToArray({ limit: 1_000 });
  const { byInvoice, notes } = await readGivenBack(customer, invoices, since);
  const byHand = [...byInvoice].filter(([, { withoutNoteCents }]) => withoutNoteCents > 0);
  return {
    refunds: new Map([
      ...notes.map(({ id, status, total }) => [id, tellRefund(status, total)] as const),
      ...byHand.map(([id, { withoutNoteCents: cents }]) => [id, tellRefund("sent back to the card without a credit note", cents)] as const),
    ]),
    items: items.map(({ id, amount, invoice, proration, metadata }) => ({
      id,
      amount,
      invoiceId: idOf(invoice),
      isProration: proration,
      metadata,
    })),
    voidInvoices: new Set(invoices.filter(({ status }) => status === "void").map(({ id }) => id)),
    keptDrafts: new Set(invoices.filter(isKeptDraft).map(({ id }) => id)),
    subscriptions: new Map(subscriptions.flatMap(tellSubscription)),
    plans: subscriptions
      .filter(({ status }) => running.has(status))
      // Stripe lists the newest first and dates to the second: those of one second keep the order in which they were made.
      .toReversed()
      .toSorted((one, other) => one.created - other.created)
      .map(runningPlan),
    invoices: new Map(
      invoices
        .slice(0, recentInvoices)
        .map((it) => [it.id, { told: toldInvoice(it.status ?? "draft", it.total, it.amount_paid), cents: it.total }]),
    ),
  };
}

async function lookOnce(accountId: string, customerId: string): Promise<Difference[]> {
  const at = now();
  // To the second, as Stripe dates: so both sides begin with the same invoice.
  const since = new Date(Math.floor(later(at, -windowMs).getTime() / 1000) * 1000);
  const ours = await readOurs(accountId, customerId, since);
  const theirs = await readTheirs(customerId, since);
  const found = compareBooks(ours, theirs, { since, at });
  // An event that is still to be handled will have them read anew.
  return ours.isSettled ? found : found.filter(({ repair }) => repair !== "read_anew");
}

/**
 * Where our books and Stripe's differ about one customer. What seems to differ is looked at a second time, because one side may have moved
 * between the reading of both; only what both looks see is a difference.
 */
export async function readDifferences(accountId: string, customerId: string): Promise<Difference[]> {
  const first = await lookOnce(accountId, customerId);
  if (first.length === 0) return [];
  const seen = new Set(first.map(({ key }) => key));
  return (await lookOnce(accountId, customerId)).filter(({ key }) => seen.has(key));
}
