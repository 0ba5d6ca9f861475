import { emitEvent } from "@/sandbox/stripe/emit-event";
import { type Charge, type Invoice, idOf, type Refund } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

/** The charge that paid an invoice. The double keeps none: it is told from the invoice. */
const chargeId = (invoice: string) => invoice.replace(/^in_/, "ch_");

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
    payment_intent: invoice.id.replace(/^in_/, "pi_"),
    payment_method: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
  world.tables.refunds.put(refund.id, refund);
  emitEvent(world, "refund.created", refund);
  emitEvent(world, "charge.refunded", chargeOf(world, invoice, refund));
  return refund;
}

const chargeOf = (world: StripeWorld, invoice: Invoice, refund: Refund): Charge => ({
  id: idOf(refund.charge),
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
  payment_intent: idOf(refund.payment_intent),
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
