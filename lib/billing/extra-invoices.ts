import type Stripe from "stripe";
import { dayMs } from "@/lib/base/clock";
import { pastFailures } from "@/lib/billing/past-failures";
import { workerStripe } from "@/lib/billing/stripe-client";

/** Of the invoices that we draw beside the renewals, the one that an earlier try left at Stripe, whatever became of its answer, known by its metadata; null when there is none. */
export async function findDrawn(
  customer: string,
  { id, createdAt }: { id: string; createdAt: Date },
  mark: string,
): Promise<Stripe.Invoice | null> {
  const created = { gte: Math.floor((createdAt.getTime() - dayMs) / 1000) };
  for await (const invoice of workerStripe().invoices.list({ customer, created, limit: 100 })) {
    if (invoice.metadata?.[mark] === id) return invoice;
  }
  return null;
}

/** The card of the customer's newest subscription that has one, ended or not: Stripe keeps none for the customer itself. */
async function cardOf(customer: string): Promise<string | undefined> {
  const { data } = await workerStripe().subscriptions.list({ customer, status: "all", limit: 100 });
  const cards = data.toSorted((one, other) => other.created - one.created).map((it) => it.default_payment_method);
  const card = cards.find((it) => it !== null);
  return typeof card === "string" ? card : card?.id;
}

/**
 * Makes a draft of everything that waits, to be charged to the plan's card, once for each id.
 * @param draft `mark` and `id` become its metadata, by which it is found again; `autoAdvance` leaves the charging to Stripe's own calendar.
 * @throws Error for any other answer than that invoice
 */
export async function draftOfAllThatWaits(
  customer: string,
  { id, mark, autoAdvance, description }: { id: string; mark: string; autoAdvance: boolean; description: string },
): Promise<Stripe.Invoice> {
  const card = await cardOf(customer);
  const params: Stripe.InvoiceCreateParams = {
    customer,
    auto_advance: autoAdvance,
    collection_method: "charge_automatically",
    ...(card ? { default_payment_method: card } : {}),
    pending_invoice_items_behavior: "include",
    description,
    metadata: { [mark]: id },
  };
  const invoice = await pastFailures(`${mark}:${id}`, (idempotencyKey) => workerStripe().invoices.create(params, { idempotencyKey }));
  if (invoice.object !== "invoice" || invoice.metadata?.[mark] !== id) {
    throw new Error("Stripe's answer is not the invoice that was asked for");
  }
  return invoice;
}
