import type Stripe from "stripe";
import { z } from "zod";
import { nextNumber } from "@/sandbox/base/sequence";
import { getCustomer } from "@/sandbox/stripe/customers";
import { emitEvent } from "@/sandbox/stripe/emit-event";
import { getInvoice } from "@/sandbox/stripe/invoices";
import { listOf, wholeList } from "@/sandbox/stripe/list";
import { expand, metadata, paging, paramsOf, whole } from "@/sandbox/stripe/params";
import { refundedOf, refundInvoice } from "@/sandbox/stripe/refunds";
import { refuse } from "@/sandbox/stripe/refusal";
import { type CreditNote, type CreditNoteLine, type Invoice, idOf } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

const cents = whole.pipe(z.number().int().min(0));
const line = z.strictObject({ type: z.literal("invoice_line_item"), invoice_line_item: z.string(), amount: cents });
export const creditNoteParams = paramsOf<Stripe.CreditNoteCreateParams>()({
  invoice: z.string(),
  amount: cents.optional(),
  lines: z.array(line).min(1).optional(),
  credit_amount: cents.default(0),
  refund_amount: cents.default(0),
  out_of_band_amount: cents.default(0),
  email_type: z.enum(["credit_note", "none"]).optional(),
  memo: z.string().optional(),
  reason: z.enum(["duplicate", "fraudulent", "order_change", "product_unsatisfactory"]).optional(),
  metadata: metadata.default({}),
  expand,
});
export const listCreditNotesParams = paramsOf<Stripe.CreditNoteListParams>()({
  customer: z.string().optional(),
  invoice: z.string().optional(),
  ...paging,
});
type Params = z.infer<typeof creditNoteParams>;

export const getCreditNote = (world: StripeWorld, id: string): CreditNote | undefined => world.tables.creditNotes.get(id);

export function listCreditNotes(world: StripeWorld, params: z.infer<typeof listCreditNotesParams>) {
  const fits = world.tables.creditNotes
    .all()
    .filter((one) => params.customer === undefined || one.customer === params.customer)
    .filter((one) => params.invoice === undefined || one.invoice === params.invoice);
  return listOf("/v1/credit_notes", fits, params, (one) => one.created);
}

const notesOf = (world: StripeWorld, invoice: string) => world.tables.creditNotes.all().filter((one) => one.invoice === invoice);

/** The lines that are credited; more than is left of one is refused. */
function creditedLines(world: StripeWorld, invoice: Invoice, params: Params): CreditNoteLine[] {
  const earlier = notesOf(world, invoice.id).flatMap((note) => note.lines.data);
  return (params.lines ?? []).map(({ invoice_line_item: id, amount }, at): CreditNoteLine => {
    const billed = invoice.lines.data.find((one) => one.id === id);
    if (!billed) throw refuse.missing("invoice line item", id, `lines[${at}][invoice_line_item]`);
    const credited = earlier.filter((one) => one.invoice_line_item === id).reduce((sum, one) => sum + one.amount, 0);
    if (amount > billed.amount - credited) {
      throw refuse.parameter("The credit note line's amount exceeds what is left of the invoice line item.", `lines[${at}][amount]`);
    }
    return {
      id: newId("cnli"),
      object: "credit_note_line_item",
      amount,
      description: billed.description,
      discount_amount: 0,
      discount_amounts: [],
      invoice_line_item: id,
      livemode: false,
      metadata: {},
      pretax_credit_amounts: [],
      quantity: null,
      tax_rates: [],
      taxes: [],
      type: "invoice_line_item",
      unit_amount: null,
      unit_amount_decimal: null,
    };
  });
}

/**
 * A credit note as it would be issued; nothing changes. What the invoice still asks for is lowered first; the rest must be given back in
 * full, to the card, to the customer's balance or outside, and never more than was paid by each.
 */
export function previewCreditNote(world: StripeWorld, params: Params): CreditNote {
  const invoice = getInvoice(world, params.invoice);
  if (invoice.status !== "open" && invoice.status !== "paid")
    throw refuse.parameter(`You cannot create a credit note for an invoice that is ${invoice.status}.`, "invoice");
  const lines = creditedLines(world, invoice, params);
  const summed = lines.reduce((sum, one) => sum + one.amount, 0);
  const total = params.amount ?? summed;
  if (total <= 0) throw refuse.parameter("One of amount, lines or shipping_cost must be provided and be above zero.", "amount");
  if (lines.length > 0 && total !== summed) throw refuse.parameter("The sum of the lines must equal the amount.", "amount");
  const noted = notesOf(world, invoice.id).reduce((sum, one) => sum + one.total, 0);
  if (total > invoice.total - noted)
    throw refuse.parameter(`The amount exceeds what is left to be credited of this invoice: ${invoice.total - noted}.`, "amount");
  const before = Math.min(total, invoice.amount_remaining);
  const after = total - before;
  if (params.refund_amount + params.credit_amount + params.out_of_band_amount !== after)
    throw refuse.parameter(
      "The sum of refund_amount, credit_amount and out_of_band_amount must equal the credit note's post payment amount.",
      "refund_amount",
    );
  const paidByCard = invoice.amount_paid - refundedOf(world, invoice.id);
  if (params.refund_amount > paidByCard)
    throw refuse.parameter(
      `Refund amount is greater than what is left of the charge: ${paidByCard}.`,
      "refund_amount",
      "charge_already_refunded",
    );
  const id = newId("cn");
  return {
    id,
    object: "credit_note",
    amount: total,
    amount_shipping: 0,
    created: world.now(),
    currency: invoice.currency,
    customer: idOf(invoice.customer),
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: world.now(),
    invoice: invoice.id,
    lines: wholeList(`/v1/credit_notes/${id}/lines`, lines),
    livemode: false,
    memo: params.memo ?? null,
    metadata: params.metadata,
    number: "",
    out_of_band_amount: params.out_of_band_amount || null,
    pdf: `${world.url()}/cn/${id}/pdf`,
    post_payment_amount: after,
    pre_payment_amount: before,
    pretax_credit_amounts: [],
    reason: params.reason ?? null,
    refunds: [],
    shipping_cost: null,
    status: "issued",
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
    total_taxes: [],
    type: before === total ? "pre_payment" : before === 0 ? "post_payment" : "mixed",
    voided_at: null,
  };
}

/** Issues it: number, refund to the card, balance, and the invoice's own sums, together. */
export function createCreditNote(world: StripeWorld, params: Params): CreditNote {
  const preview = previewCreditNote(world, params);
  const invoice = getInvoice(world, params.invoice);
  const customer = getCustomer(world, idOf(invoice.customer));
  if (params.credit_amount > 0) world.tables.customers.put(customer.id, { ...customer, balance: customer.balance - params.credit_amount });
  const number = `${invoice.number ?? invoice.id}-CN-${String(nextNumber(world.store, `credit-notes:${invoice.id}`)).padStart(2, "0")}`;
  const refund = params.refund_amount > 0 ? refundInvoice(world, invoice, params.refund_amount) : null;
  const refunds = refund
    ? [{ amount_refunded: refund.amount, payment_record_refund: null, refund: refund.id, type: "refund" as const }]
    : [];
  const issued: CreditNote = { ...preview, number, refunds };
  world.tables.creditNotes.put(issued.id, issued);
  world.tables.invoices.put(invoice.id, noteOn(world, invoice, issued));
  emitEvent(world, "credit_note.created", issued);
  emitEvent(world, "invoice.updated", getInvoice(world, invoice.id));
  return issued;
}

function noteOn(world: StripeWorld, invoice: Invoice, note: CreditNote): Invoice {
  const remaining = invoice.amount_remaining - note.pre_payment_amount;
  const settled = invoice.status === "open" && remaining === 0;
  return {
    ...invoice,
    amount_due: invoice.amount_due - note.pre_payment_amount,
    amount_remaining: remaining,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + note.pre_payment_amount,
    post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + note.post_payment_amount,
    ...(settled
      ? { status: "paid" as const, status_transitions: { ...invoice.status_transitions, paid_at: world.now() }, next_payment_attempt: null }
      : {}),
  };
}
