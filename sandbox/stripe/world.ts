import { randomBytes } from "node:crypto";
import type { Store, Table } from "@/sandbox/base/store";
import type {
  ApiEvent,
  CheckoutSession,
  CreditNote,
  Customer,
  Invoice,
  InvoiceItem,
  PaymentMethod,
  PortalSession,
  Price,
  Product,
  Refund,
  Subscription,
} from "@/sandbox/stripe/wire";

export interface StripeConfig {
  readonly secretKey: string;
  readonly checkoutKey: string;
  readonly webhookSecret: string;
  readonly priceMonthly: string;
  readonly priceUnit: string;
}

export interface StripeTables {
  readonly customers: Table<Customer>;
  readonly products: Table<Product>;
  readonly prices: Table<Price>;
  readonly paymentMethods: Table<PaymentMethod>;
  readonly checkoutSessions: Table<CheckoutSession>;
  readonly portalSessions: Table<PortalSession>;
  readonly subscriptions: Table<Subscription>;
  readonly invoiceItems: Table<InvoiceItem>;
  readonly invoices: Table<Invoice>;
  readonly creditNotes: Table<CreditNote>;
  readonly refunds: Table<Refund>;
  readonly events: Table<ApiEvent>;
}

/** What every part of the double works on. `now` is virtual time, in seconds since 1970. */
export interface StripeWorld {
  readonly store: Store;
  readonly config: StripeConfig;
  readonly tables: StripeTables;
  /** The address of the double itself, for hosted pages. */
  readonly url: () => string;
  readonly now: () => number;
  /** The call that is being served; events name it. */
  readonly request: { readonly id: string | null; readonly idempotencyKey: string | null };
}

export const stripeTables = (store: Store): StripeTables => ({
  customers: store.table("stripe_customers"),
  products: store.table("stripe_products"),
  prices: store.table("stripe_prices"),
  paymentMethods: store.table("stripe_payment_methods"),
  checkoutSessions: store.table("stripe_checkout_sessions"),
  portalSessions: store.table("stripe_portal_sessions"),
  subscriptions: store.table("stripe_subscriptions"),
  invoiceItems: store.table("stripe_invoice_items"),
  invoices: store.table("stripe_invoices"),
  creditNotes: store.table("stripe_credit_notes"),
  refunds: store.table("stripe_refunds"),
  events: store.table("stripe_events"),
});

/** A new id such as `cus_4f…`. */
export const newId = (prefix: string) => `${prefix}_${randomBytes(12).toString("hex")}`;
