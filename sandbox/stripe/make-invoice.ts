import { nextNumber } from "@/sandbox/base/sequence";
import { getCustomer } from "@/sandbox/stripe/customers";
import { pendingItems } from "@/sandbox/stripe/invoice-items";
import { wholeList } from "@/sandbox/stripe/list";
import { itemOf } from "@/sandbox/stripe/subscriptions";
import { type Customer, type Invoice, type InvoiceItem, type InvoiceLine, idOf, type Subscription } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

export interface Period {
  readonly start: number;
  readonly end: number;
}

/**
 * A draft invoice of a subscription for one period: the monthly price plus every pending item of the customer.
 * Nothing is stored and the items stay pending, so that it serves as a preview too.
 */
export function draftInvoice(world: StripeWorld, subscription: Subscription, reason: Invoice["billing_reason"], period: Period): Invoice {
  const customer = getCustomer(world, idOf(subscription.customer));
  const id = newId("in");
  const items = pendingItems(world, customer.id, subscription.id);
  const lines = [baseLine(id, subscription, period), ...items.map((item) => itemLine(id, item, subscription.id))];
  return {
    ...draftOf(world, customer, id, lines),
    billing_reason: reason,
    parent: {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: "subscription_details",
    },
    period_start: itemOf(subscription).current_period_start,
  };
}

/** A draft of no subscription that takes up every pending item which belongs to none, or none at all. Nothing is stored. */
export function draftOneOff(world: StripeWorld, customer: Customer, takesPending: boolean): Invoice {
  const id = newId("in");
  const items = takesPending ? pendingItems(world, customer.id, null) : [];
  const lines = items.map((item) => itemLine(id, item, null));
  return { ...draftOf(world, customer, id, lines), auto_advance: false };
}

function draftOf(world: StripeWorld, customer: Customer, id: string, lines: InvoiceLine[]): Invoice {
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const { balance } = customer;
  const due = Math.max(0, total + balance);
  const now = world.now();
  return {
    id,
    object: "invoice",
    account_country: "US",
    account_name: "Holdfast sandbox",
    account_tax_ids: null,
    amount_due: due,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: due,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: "manual",
    collection_method: "charge_automatically",
    created: now,
    currency: "usd",
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: "none",
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    lines: wholeList(`/v1/invoices/${id}/lines`, lines),
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: now,
    period_start: now,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: balance,
    statement_descriptor: null,
    status: "draft",
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: null,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  };
}

/**
 * The draft with the next number of its customer and a time of finalisation. What the customer's balance had is used up by it; a total below
 * zero goes to that balance, for later invoices.
 */
export function finalise(world: StripeWorld, draft: Invoice): Invoice {
  const customer = getCustomer(world, idOf(draft.customer));
  const left = Math.min(0, draft.total + customer.balance);
  if (left !== customer.balance) world.tables.customers.put(customer.id, { ...customer, balance: left });
  return numbered(world, { ...draft, ending_balance: left });
}

const numbered = (world: StripeWorld, draft: Invoice): Invoice => ({
  ...draft,
  effective_at: world.now(),
  hosted_invoice_url: `${world.url()}/i/${draft.id}`,
  invoice_pdf: `${world.url()}/i/${draft.id}/pdf`,
  number: `HOLD-${String(nextNumber(world.store, "invoice")).padStart(6, "0")}`,
  status: "open",
  status_transitions: { ...draft.status_transitions, finalized_at: world.now() },
});

const lineBase = {
  object: "line_item" as const,
  discount_amounts: [],
  discountable: true,
  discounts: [],
  livemode: false,
  pretax_credit_amounts: [],
  taxes: [],
};

function baseLine(invoice: string, subscription: Subscription, period: Period): InvoiceLine {
  const item = itemOf(subscription);
  const { quantity = 1 } = item;
  const unit = item.price.unit_amount ?? 0;
  const amount = unit * quantity;
  return {
    ...lineBase,
    id: newId("il"),
    amount,
    currency: subscription.currency,
    description: `${quantity} × Holdfast membership (at $${(unit / 100).toFixed(2)} / month)`,
    invoice,
    metadata: subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: "subscription_item_details",
    },
    period: { ...period },
    pricing: {
      price_details: { price: item.price.id, product: idOf(item.price.product) },
      type: "price_details",
      unit_amount_decimal: item.price.unit_amount_decimal,
    },
    quantity,
    quantity_decimal: String(quantity),
    subscription: subscription.id,
    subtotal: amount,
  };
}

const itemLine = (invoice: string, item: InvoiceItem, subscription: string | null): InvoiceLine => ({
  ...lineBase,
  id: newId("il"),
  amount: item.amount,
  currency: item.currency,
  description: item.description,
  invoice,
  metadata: item.metadata ?? {},
  parent: {
    invoice_item_details: {
      invoice_item: item.id,
      proration: false,
      proration_details: { credited_items: null },
      subscription,
    },
    subscription_item_details: null,
    type: "invoice_item_details",
  },
  period: item.period,
  pricing: item.pricing,
  quantity: item.quantity,
  quantity_decimal: item.quantity_decimal,
  subscription,
  subtotal: item.amount,
});
