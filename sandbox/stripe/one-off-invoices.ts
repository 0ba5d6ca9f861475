import type Stripe from "stripe";
import { z } from "zod";
import { chargeInvoice, keepDraft } from "@/sandbox/stripe/bill-period";
import { getCustomer } from "@/sandbox/stripe/customers";
import { emitEvent } from "@/sandbox/stripe/emit-event";
import { getInvoice } from "@/sandbox/stripe/invoices";
import { draftOneOff, finalise } from "@/sandbox/stripe/make-invoice";
import { expand, flag, metadata, paramsOf } from "@/sandbox/stripe/params";
import { refuse, type StripeRefusal } from "@/sandbox/stripe/refusal";
import { type Invoice, idOf } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

export const createInvoiceParams = paramsOf<Stripe.InvoiceCreateParams>()({
  customer: z.string().min(1),
  auto_advance: flag.default(false),
  collection_method: z.literal("charge_automatically", { error: "only charge_automatically is in this double" }).optional(),
  default_payment_method: z.string().optional(),
  description: z.string().max(1_500).optional(),
  pending_invoice_items_behavior: z.enum(["include", "exclude"]).default("exclude"),
  metadata: metadata.default({}),
  expand,
});
export const finaliseInvoiceParams = paramsOf<Stripe.InvoiceFinalizeInvoiceParams>()({ auto_advance: flag.optional(), expand });
export const payInvoiceParams = paramsOf<Stripe.InvoicePayParams>()({
  payment_method: z.string().optional(),
  off_session: flag.optional(),
  expand,
});

const hourSeconds = 3_600;

/** A draft by hand. It takes up pending items when told to; it finalises itself after an hour when it is to advance. */
export function createInvoice(world: StripeWorld, params: z.infer<typeof createInvoiceParams>): Invoice {
  const customer = getCustomer(world, params.customer, "customer");
  const card = params.default_payment_method ?? null;
  if (card !== null) ownCard(world, customer.id, card, "default_payment_method");
  return keepDraft(world, {
    ...draftOneOff(world, customer, params.pending_invoice_items_behavior === "include"),
    auto_advance: params.auto_advance,
    automatically_finalizes_at: params.auto_advance ? world.now() + hourSeconds : null,
    default_payment_method: card,
    description: params.description ?? null,
    metadata: params.metadata,
  });
}

function ownCard(world: StripeWorld, customer: string, card: string, param: string): string {
  if (world.tables.paymentMethods.get(card)?.customer !== customer) throw refuse.missing("PaymentMethod", card, param);
  return card;
}

/** From draft to open; one that comes to nothing is paid by that. One that advances is charged at once. */
export function finaliseInvoice(world: StripeWorld, id: string, params: z.infer<typeof finaliseInvoiceParams>): Invoice {
  const draft = getInvoice(world, id);
  if (draft.status !== "draft") throw refuse.parameter("This invoice is already finalized, you can't re-finalize a non-draft invoice.");
  if (draft.lines.data.length === 0) {
    throw refuse.parameter("You can't finalize an invoice with no line items.", undefined, "invoice_no_customer_line_items");
  }
  const advancing = params.auto_advance ?? draft.auto_advance;
  const open = finalise(world, { ...draft, auto_advance: advancing, automatically_finalizes_at: null });
  world.tables.invoices.put(open.id, open);
  emitEvent(world, "invoice.finalized", open);
  const card = cardOf(world, open);
  return open.amount_remaining === 0 || (advancing && card !== null) ? chargeInvoice(world, open, card ?? "") : open;
}

/** Tries to take the money now. A card that is declined answers 402, and the try is counted. */
export function payInvoice(world: StripeWorld, id: string, params: z.infer<typeof payInvoiceParams>): Invoice | StripeRefusal {
  const invoice = getInvoice(world, id);
  if (invoice.status === "paid") throw refuse.parameter("Invoice is already paid", undefined, "invoice_already_paid");
  if (invoice.status === "draft") finaliseInvoice(world, id, { auto_advance: false, expand: [] });
  else if (invoice.status !== "open")
    throw refuse.parameter(`Invoice is ${invoice.status}; it can not be paid.`, undefined, "invoice_not_editable");
  const open = getInvoice(world, id);
  if (open.status === "paid") return open;
  const card = params.payment_method ? ownCard(world, idOf(open.customer), params.payment_method, "payment_method") : cardOf(world, open);
  if (card === null) {
    throw refuse.parameter("Cannot charge a customer that has no active card.", undefined, "missing");
  }
  const tried = chargeInvoice(world, open, card);
  return tried.status === "paid" ? tried : refuse.declined();
}

/** Makes an open invoice worth nothing. Its number stays, and what it took up stays on it. */
export function voidInvoice(world: StripeWorld, id: string): Invoice {
  const open = getInvoice(world, id);
  if (open.status !== "open" && open.status !== "uncollectible") {
    throw refuse.parameter("You can only pass in open or uncollectible invoices.", undefined, "invoice_not_editable");
  }
  const void_: Invoice = {
    ...open,
    amount_remaining: 0,
    next_payment_attempt: null,
    status: "void",
    status_transitions: { ...open.status_transitions, voided_at: world.now() },
  };
  world.tables.invoices.put(id, void_);
  emitEvent(world, "invoice.voided", void_);
  return void_;
}

/** The invoice's own card, or its subscription's, or the customer's; null when there is none. */
export function cardOf(world: StripeWorld, invoice: Invoice): string | null {
  const subscription = world.tables.subscriptions.get(idOf(invoice.parent?.subscription_details?.subscription ?? null));
  const customer = getCustomer(world, idOf(invoice.customer));
  const all = [invoice.default_payment_method, subscription?.default_payment_method, customer.invoice_settings.default_payment_method];
  return all.map((one) => idOf(one ?? null)).find((one) => one !== "") ?? null;
}
