import type Stripe from "stripe";
import type { z } from "zod";
import { type Call, type Route, route } from "@/sandbox/base/router";
import { cancelNow } from "@/sandbox/stripe/cancel-now";
import {
  createSession,
  createSessionParams,
  expireSession,
  getSession,
  listSessions,
  listSessionsParams,
} from "@/sandbox/stripe/checkout-sessions";
import { createSubscription, createSubscriptionParams } from "@/sandbox/stripe/create-subscription";
import {
  createCreditNote,
  creditNoteParams,
  getCreditNote,
  listCreditNotes,
  listCreditNotesParams,
  previewCreditNote,
} from "@/sandbox/stripe/credit-notes";
import {
  createCustomer,
  createCustomerParams,
  getCustomer,
  listCustomers,
  listCustomersParams,
  updateCustomer,
  updateCustomerParams,
} from "@/sandbox/stripe/customers";
import { listEvents, listEventsParams } from "@/sandbox/stripe/events";
import {
  createInvoiceItem,
  createInvoiceItemParams,
  deleteInvoiceItem,
  getInvoiceItem,
  listInvoiceItems,
  listInvoiceItemsParams,
} from "@/sandbox/stripe/invoice-items";
import {
  getInvoice,
  listInvoices,
  listInvoicesParams,
  listLines,
  listLinesParams,
  previewInvoice,
  previewInvoiceParams,
} from "@/sandbox/stripe/invoices";
import {
  createInvoice,
  createInvoiceParams,
  finaliseInvoice,
  finaliseInvoiceParams,
  payInvoice,
  payInvoiceParams,
  voidInvoice,
} from "@/sandbox/stripe/one-off-invoices";
import { expand, paramsOf, readParams } from "@/sandbox/stripe/params";
import type { Form } from "@/sandbox/stripe/parse-form";
import { createPortal, createPortalParams } from "@/sandbox/stripe/portal-page";
import { createPrice, createPriceParams } from "@/sandbox/stripe/prices";
import { createRefund, createRefundParams, listCharges, listChargesParams } from "@/sandbox/stripe/refunds";
import { refuse } from "@/sandbox/stripe/refusal";
import {
  cancelSubscriptionParams,
  getSubscription,
  listSubscriptions,
  listSubscriptionsParams,
  updateSubscription,
  updateSubscriptionParams,
} from "@/sandbox/stripe/subscriptions";
import type { StripeWorld } from "@/sandbox/stripe/world";

/** An API call: its name for faults, and what it does. Runs inside one transaction. */
export interface Operation {
  readonly name: string;
  /** Whether the restricted Checkout key may do it. */
  readonly checkout: boolean;
  readonly run: (world: StripeWorld, form: Form, id: string) => { object: object; expand: readonly string[] };
}

const retrieveParams = paramsOf<Stripe.CustomerRetrieveParams>()({ expand });
const unreachable = () => {
  throw new Error("API routes are run by their operation");
};

function operation<T extends { expand: readonly string[] }>(
  method: string,
  path: string,
  name: string,
  schema: z.ZodType<T>,
  run: (world: StripeWorld, params: T, id: string) => object,
): Route<Operation> {
  const checkout = /^(customers\.(create|retrieve)$|checkout\.|billing_portal\.)/.test(name);
  return route<Operation>(
    method,
    `/v1/${path}`,
    {
      name,
      checkout,
      run: (world, form, id) => {
        const params = readParams(schema, form);
        return { object: run(world, params, id), expand: params.expand };
      },
    },
    unreachable,
  );
}

const retrieve = (path: string, name: string, get: (world: StripeWorld, id: string) => object | undefined) =>
  operation("GET", `${path}/:id`, `${name}.retrieve`, retrieveParams, (world, _params, id) => {
    const object = get(world, id);
    if (!object) throw refuse.missing(name, id);
    return object;
  });

/** Everything of the API that this double has. The rest answers 501 in Stripe's shape. */
export const apiRoutes: readonly Route<Operation>[] = [
  operation("POST", "customers", "customers.create", createCustomerParams, createCustomer),
  operation("POST", "customers/:id", "customers.update", updateCustomerParams, updateCustomer),
  operation("GET", "customers", "customers.list", listCustomersParams, listCustomers),
  retrieve("customers", "customers", getCustomer),
  retrieve("products", "products", (world, id) => world.tables.products.get(id)),
  operation("POST", "prices", "prices.create", createPriceParams, createPrice),
  retrieve("prices", "prices", (world, id) => world.tables.prices.get(id)),
  retrieve("payment_methods", "payment_methods", (world, id) => world.tables.paymentMethods.get(id)),
  operation("POST", "checkout/sessions", "checkout.sessions.create", createSessionParams, createSession),
  operation("GET", "checkout/sessions", "checkout.sessions.list", listSessionsParams, listSessions),
  retrieve("checkout/sessions", "checkout.sessions", getSession),
  operation("POST", "checkout/sessions/:id/expire", "checkout.sessions.expire", retrieveParams, (world, _params, id) =>
    expireSession(world, getSession(world, id)),
  ),
  operation("POST", "billing_portal/sessions", "billing_portal.sessions.create", createPortalParams, createPortal),
  operation("GET", "subscriptions", "subscriptions.list", listSubscriptionsParams, listSubscriptions),
  retrieve("subscriptions", "subscriptions", getSubscription),
  operation("POST", "subscriptions", "subscriptions.create", createSubscriptionParams, createSubscription),
  operation("POST", "subscriptions/:id", "subscriptions.update", updateSubscriptionParams, (world, params, id) =>
    updateSubscription(world, id, params),
  ),
  operation("DELETE", "subscriptions/:id", "subscriptions.cancel", cancelSubscriptionParams, (world, params, id) =>
    cancelNow(world, id, params.invoice_now ?? false),
  ),
  operation("POST", "invoiceitems", "invoiceitems.create", createInvoiceItemParams, createInvoiceItem),
  operation("GET", "invoiceitems", "invoiceitems.list", listInvoiceItemsParams, listInvoiceItems),
  operation("DELETE", "invoiceitems/:id", "invoiceitems.delete", retrieveParams, (world, _params, id) => deleteInvoiceItem(world, id)),
  retrieve("invoiceitems", "invoiceitems", getInvoiceItem),
  operation("POST", "invoices/create_preview", "invoices.create_preview", previewInvoiceParams, previewInvoice),
  operation("POST", "invoices", "invoices.create", createInvoiceParams, createInvoice),
  operation("POST", "invoices/:id/finalize", "invoices.finalize", finaliseInvoiceParams, (world, params, id) =>
    finaliseInvoice(world, id, params),
  ),
  operation("POST", "invoices/:id/pay", "invoices.pay", payInvoiceParams, (world, params, id) => payInvoice(world, id, params)),
  operation("POST", "invoices/:id/void", "invoices.void", retrieveParams, (world, _params, id) => voidInvoice(world, id)),
  operation("GET", "invoices", "invoices.list", listInvoicesParams, listInvoices),
  retrieve("invoices", "invoices", getInvoice),
  operation("GET", "invoices/:id/lines", "invoices.list_lines", listLinesParams, (world, params, id) => listLines(world, id, params)),
  operation("GET", "credit_notes/preview", "credit_notes.preview", creditNoteParams, previewCreditNote),
  operation("POST", "credit_notes", "credit_notes.create", creditNoteParams, createCreditNote),
  operation("GET", "credit_notes", "credit_notes.list", listCreditNotesParams, listCreditNotes),
  retrieve("credit_notes", "credit_notes", getCreditNote),
  operation("GET", "charges", "charges.list", listChargesParams, listCharges),
  operation("POST", "refunds", "refunds.create", createRefundParams, createRefund),
  operation("GET", "events", "events.list", listEventsParams, listEvents),
  retrieve("events", "events", (world, id) => world.tables.events.get(id)),
];

/** The id in the path, or nothing for calls on a collection. */
export const pathId = (call: Call) => call.params.id ?? "";
