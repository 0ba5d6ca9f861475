import type Stripe from "stripe";
import { z } from "zod";
import { getCustomer } from "@/sandbox/stripe/customers";
import { emitEvent } from "@/sandbox/stripe/emit-event";
import { listOf } from "@/sandbox/stripe/list";
import { expand, flag, metadata, paging, paramsOf, whole } from "@/sandbox/stripe/params";
import { refuse } from "@/sandbox/stripe/refusal";
import { getSubscription } from "@/sandbox/stripe/subscriptions";
import { type Invoice, type InvoiceItem, idOf, type Price } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

export const createInvoiceItemParams = paramsOf<Stripe.InvoiceItemCreateParams>()({
  customer: z.string().min(1),
  amount: whole.optional(),
  currency: z.literal("usd").optional(),
  pricing: z.strictObject({ price: z.string() }).optional(),
  quantity: whole.pipe(z.number().int().min(1)).default(1),
  subscription: z.string().optional(),
  description: z.string().optional(),
  discountable: flag.optional(),
  period: z.strictObject({ start: whole, end: whole }).optional(),
  metadata: metadata.default({}),
  expand,
});
export const listInvoiceItemsParams = paramsOf<Stripe.InvoiceItemListParams>()({
  customer: z.string().optional(),
  invoice: z.string().optional(),
  pending: flag.optional(),
  ...paging,
});

/** Stripe takes at most this many items on an invoice, and as many that wait for one. */
const mostPending = 250;

/** A pending item: the customer's next invoice takes it up. */
export function createInvoiceItem(world: StripeWorld, params: z.infer<typeof createInvoiceItemParams>): InvoiceItem {
  getCustomer(world, params.customer, "customer");
  if (params.subscription !== undefined) getSubscription(world, params.subscription);
  const waiting = world.tables.invoiceItems.all().filter((one) => one.customer === params.customer && one.invoice === null);
  if (waiting.length >= mostPending) throw refuse.tooManyItems();
  const price = priceOf(world, params.pricing?.price);
  if (price === null && params.amount === undefined)
    throw refuse.parameter("Missing required param: amount.", "amount", "parameter_missing");
  if (price !== null && params.amount !== undefined)
    throw refuse.parameter("You may only specify one of these parameters: amount, pricing.", "amount");
  const unit = price ? (price.unit_amount ?? 0) : (params.amount ?? 0);
  const now = world.now();
  const item: InvoiceItem = {
    id: newId("ii"),
    object: "invoiceitem",
    amount: price ? unit * params.quantity : unit,
    currency: price?.currency ?? params.currency ?? "usd",
    customer: params.customer,
    customer_account: null,
    date: now,
    description: params.description ?? (price ? (world.tables.products.get(idOf(price.product))?.name ?? null) : null),
    discountable: params.discountable ?? true,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: params.metadata,
    parent: params.subscription === undefined ? null : subscriptionParent(params.subscription),
    period: params.period ?? { start: now, end: now },
    pricing: {
      price_details: price ? { price: price.id, product: idOf(price.product) } : undefined,
      type: "price_details",
      unit_amount_decimal: String(unit),
    },
    proration: false,
    quantity: params.quantity,
    quantity_decimal: String(params.quantity),
    tax_rates: [],
    test_clock: null,
  };
  world.tables.invoiceItems.put(item.id, item);
  emitEvent(world, "invoiceitem.created", item);
  return item;
}

const subscriptionParent = (subscription: string): InvoiceItem["parent"] => ({
  subscription_details: { subscription },
  type: "subscription_details",
});

function priceOf(world: StripeWorld, id: string | undefined): Price | null {
  if (id === undefined) return null;
  const price = world.tables.prices.get(id);
  if (!price) throw refuse.missing("price", id, "pricing[price]");
  if (price.type !== "one_time")
    throw refuse.parameter(
      "The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.",
      "pricing[price]",
    );
  return price;
}

export function getInvoiceItem(world: StripeWorld, id: string): InvoiceItem {
  const item = world.tables.invoiceItems.get(id);
  if (!item) throw refuse.missing("invoiceitem", id);
  return item;
}

/** Takes an item back that is pending, or lies on a draft. One that stands on an invoice stays. */
export function deleteInvoiceItem(world: StripeWorld, id: string) {
  const item = getInvoiceItem(world, id);
  const invoice = item.invoice === null ? undefined : world.tables.invoices.get(idOf(item.invoice));
  if (invoice && invoice.status !== "draft") throw refuse.parameter("This invoice item is already attached to an invoice.", "id");
  if (invoice) takeOff(world, invoice, id);
  world.tables.invoiceItems.remove(id);
  emitEvent(world, "invoiceitem.deleted", item);
  return { id, object: "invoiceitem" as const, deleted: true as const };
}

/** A draft without one of its items. */
function takeOff(world: StripeWorld, draft: Invoice, itemId: string) {
  const gone = draft.lines.data.filter((line) => line.parent?.invoice_item_details?.invoice_item === itemId);
  const left = gone.reduce((total, { amount }) => total - amount, draft.total);
  const due = Math.max(0, left + draft.starting_balance);
  world.tables.invoices.put(draft.id, {
    ...draft,
    lines: { ...draft.lines, data: draft.lines.data.filter((line) => !gone.includes(line)) },
    subtotal: left,
    subtotal_excluding_tax: left,
    total: left,
    total_excluding_tax: left,
    amount_due: due,
    amount_remaining: due,
  });
}

export function listInvoiceItems(world: StripeWorld, params: z.infer<typeof listInvoiceItemsParams>) {
  const fits = world.tables.invoiceItems
    .all()
    .filter((one) => params.customer === undefined || one.customer === params.customer)
    .filter((one) => params.invoice === undefined || one.invoice === params.invoice)
    .filter((one) => params.pending === undefined || (one.invoice === null) === params.pending);
  return listOf("/v1/invoiceitems", fits, params, (one) => one.date);
}

/** What the next invoice of this subscription takes up, or the next one of none: then without what belongs to a subscription. */
export const pendingItems = (world: StripeWorld, customer: string, subscription: string | null): InvoiceItem[] =>
  world.tables.invoiceItems
    .all()
    .filter((one) => one.customer === customer && one.invoice === null)
    .filter((one) => !one.parent?.subscription_details || one.parent.subscription_details.subscription === subscription);
