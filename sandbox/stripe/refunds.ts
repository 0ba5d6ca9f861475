import type Stripe from "stripe";
import { z } from "zod";
import { emitEvent } from "@/sandbox/stripe/emit-event";
import { getInvoice } from "@/sandbox/stripe/invoices";
import { listOf, wholeList } from "@/sandbox/stripe/list";
import { expand, paging, paramsOf, whole } from "@/sandbox/stripe/params";
import { refuse } from "@/sandbox/stripe/refusal";
import { type Charge, type Invoice, idOf, type Refund } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

export const listChargesParams = paramsOf<Stripe.ChargeListParams>()({ customer: z.string().optional(), ...paging });
export const createRefundParams = paramsOf<Stripe.RefundCreateParams>()({
  payment_intent: z.string(),
  amount: whole.pipe(z.number().int().min(1)).optional(),
  expand,
});

/** The charge that paid an invoice, and the payment intent that made it. The double keeps neither: they are told from the invoice. */
const chargeId = (invoice: string) => invoice.replace(/^in_/, "ch_");
const intentId = (invoice: string) => invoice.replace(/^in_/, "pi_");

const isPaid = ({ status, amount_paid: paid }: Invoice) => status === "paid" && paid > 0;

/** Every charge that went through, one for each invoice that was paid by card. */
export function listCharges(world: StripeWorld, { customer, ...page }: z.infer<typeof listChargesParams>) {
  const paid = world.tables.invoices.all().filter((one) => isPaid(one) && (customer === undefined || one.customer === customer));
  const charges = paid.map((invoice) => chargeOf(world, invoice));
  return listOf("/v1/charges", charges, page, (one) => one.created);
}

/** What an invoice was paid by, as its `payments` tell it. */
export const paymentsOf = (invoice: Invoice) =>
  wholeList(
    `/v1/invoice_payments?invoice=${invoice.id}`,
    isPaid(invoice)
      ? [{ id: invoice.id.replace(/^in_/, "inpay_"), object: "invoice_payment", payment: paymentOf(invoice), ...sumsOf(invoice) }]
      : [],
  );
const paymentOf = ({ id }: Invoice) => ({ type: "payment_intent", payment_intent: intentId(id) });
const sumsOf = ({ id, amount_paid, created, currency, livemode, status_transitions: { paid_at } }: Invoice) => ({
  amount_paid,
  amount_requested: amount_paid,
  created,
  currency,
  invoice: id,
  is_default: true,
  livemode,
  status: "paid",
  status_transitions: { canceled_at: null, paid_at },
});

/** Sends a part of a payment back without a credit note, as the dashboard does on a payment's page. */
export function createRefund(world: StripeWorld, { payment_intent: intent, amount }: z.infer<typeof createRefundParams>): Refund {
  const invoice = getInvoice(world, intent.replace(/^pi_/, "in_"));
  const left = invoice.amount_paid - refundedOf(world, invoice.id);
  const wanted = amount ?? left;
  if (wanted > left || left === 0)
    throw refuse.parameter(`Refund amount is greater than what is left of the charge: ${left}.`, "amount", "charge_already_refunded");
  return refundInvoice(world, invoice, wanted);
}

/** What of an invoice's payment has gone back to the card, in cents. */
export const refundedOf = (world: StripeWorld, invoice: string): number =>
  world.tables.refunds
    .all()
    .filter((one) => one.charge === chargeId(invoice))
    .reduce((sum, one) => sum + one.amount, 0);

/** Sends an amount back to the card that paid; it arrives at once. The caller has seen that so much is left. */
export function refundInvoice(world: StripeWorld, invoice: Invoice, amount: number): Refund {
  const refund: Refund = {
    id: newId("re"),
    object: "refund",
    amount,
    balance_transaction: null,
    charge: chargeId(invoice.id),
    created: world.now(),
    currency: invoice.currency,
    customer: idOf(invoice.customer),
    customer_account: null,
    metadata: {},
    payment_intent: intentId(invoice.id),
    payment_method: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
  world.tables.refunds.put(refund.id, refund);
  emitEvent(world, "refund.created", refund);
  emitEvent(world, "charge.refunded", chargeOf(world, invoice));
  return refund;
}

const chargeOf = (world: StripeWorld, invoice: Invoice): Charge => ({
  id: chargeId(invoice.id),
  object: "charge",
  amount: invoice.amount_paid,
  amount_captured: invoice.amount_paid,
  amount_refunded: refundedOf(world, invoice.id),
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  billing_details: { address: null, email: invoice.customer_email, name: null, phone: null, tax_id: null },
  calculated_statement_descriptor: null,
  captured: true,
  created: invoice.status_transitions.paid_at ?? invoice.created,
  currency: invoice.currency,
  customer: idOf(invoice.customer),
  description: null,
  disputed: false,
  failure_balance_transaction: null,
  failure_code: null,
  failure_message: null,
  fraud_details: null,
  livemode: false,
  metadata: {},
  on_behalf_of: null,
  outcome: null,
  paid: true,
  payment_intent: intentId(invoice.id),
  payment_method: null,
  payment_method_details: null,
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  refunded: refundedOf(world, invoice.id) === invoice.amount_paid,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: "succeeded",
  transfer_data: null,
  transfer_group: null,
});
