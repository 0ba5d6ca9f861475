import type Stripe from "stripe";
import { workerStripe } from "@/lib/billing/stripe-client";

/** What went back of an invoice's payment, in cents. */
export interface GivenBack {
  /** Altogether, by whatever hand: to the card, to the customer's balance, or outside Stripe. */
  cents: number;
  /** What of it went to the card without a credit note, as a refund that is made on a payment's page in Stripe's dashboard. */
  withoutNoteCents: number;
}

const idOf = (reference: string | { id: string } | null | undefined) => (typeof reference === "string" ? reference : (reference?.id ?? ""));
const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);

/** What an invoice was paid by: as a rule one payment intent. */
const paymentsOf = (invoice: Stripe.Invoice) =>
  (invoice.payments?.data ?? []).map(({ payment }) => idOf(payment.payment_intent ?? payment.charge));

/**
 * What went back of each of these invoices of a customer, by its id, as Stripe's charges and credit notes say, with the notes themselves.
 * @param invoices each read with its `payments`
 * @param since from when on charges and notes are read: not after the oldest of the invoices
 */
export async function readGivenBack(
  customer: string,
  invoices: readonly Stripe.Invoice[],
  since: Date,
): Promise<{ byInvoice: ReadonlyMap<string, GivenBack>; notes: Stripe.CreditNote[] }> {
  const page = { customer, limit: 100, created: { gte: Math.floor(since.getTime() / 1000) } };
  const charges = await workerStripe().charges.list(page).autoPagingToArray({ limit: 10_000 });
  const notes = await workerStripe().creditNotes.list(page).autoPagingToArray({ limit: 1_000 });
  const refunded = new Map<string, number>();
  for (const { id, payment_intent: payment, amount_refunded: cents } of charges) {
    const key = idOf(payment) || id;
    refunded.set(key, (refunded.get(key) ?? 0) + cents);
  }
  const byInvoice = new Map(
    invoices.map((invoice) => {
      const own = notes.filter((note) => idOf(note.invoice) === invoice.id && note.status === "issued");
      const toCard = sum(paymentsOf(invoice).map((payment) => refunded.get(payment) ?? 0));
      const byNote = sum(own.flatMap(({ refunds }) => refunds.map(({ amount_refunded: cents }) => cents)));
      const elsewhere = sum(own.map(({ post_payment_amount: cents }) => cents)) - byNote;
      return [invoice.id, { cents: toCard + Math.max(0, elsewhere), withoutNoteCents: Math.max(0, toCard - byNote) }];
    }),
  );
  return { byInvoice, notes };
}
