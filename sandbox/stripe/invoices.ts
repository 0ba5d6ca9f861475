import type Stripe from "stripe";
import { z } from "zod";
import { listOf } from "@/sandbox/stripe/list";
import { draftInvoice } from "@/sandbox/stripe/make-invoice";
import { nextMonth } from "@/sandbox/stripe/months";
import { expand, paging, paramsOf } from "@/sandbox/stripe/params";
import { refuse, StripeRefusal } from "@/sandbox/stripe/refusal";
import { getSubscription, itemOf } from "@/sandbox/stripe/subscriptions";
import { type Invoice, idOf, type Subscription } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

export const listInvoicesParams = paramsOf<Stripe.InvoiceListParams>()({
  customer: z.string().optional(),
  subscription: z.string().optional(),
  status: z.enum(["draft", "open", "paid", "uncollectible", "void"]).optional(),
  ...paging,
});
/** Lines have no time of their own to be listed by. */
const { created: _, ...pages } = paging;
export const listLinesParams = paramsOf<Stripe.InvoiceListLineItemsParams>()(pages);
export const previewInvoiceParams = paramsOf<Stripe.InvoiceCreatePreviewParams>()({
  customer: z.string().optional(),
  subscription: z.string().optional(),
  expand,
});

export function getInvoice(world: StripeWorld, id: string): Invoice {
  const invoice = world.tables.invoices.get(id);
  if (!invoice) throw refuse.missing("invoice", id);
  return invoice;
}

export const subscriptionOf = (invoice: Invoice): string => idOf(invoice.parent?.subscription_details?.subscription ?? null);

export function listInvoices(world: StripeWorld, params: z.infer<typeof listInvoicesParams>) {
  const fits = world.tables.invoices
    .all()
    .filter((one) => params.customer === undefined || one.customer === params.customer)
    .filter((one) => params.subscription === undefined || subscriptionOf(one) === params.subscription)
    .filter((one) => params.status === undefined || one.status === params.status);
  return listOf("/v1/invoices", fits, params, (one) => one.created);
}

/** An invoice's lines, in the order in which they stand on it. */
export function listLines(world: StripeWorld, id: string, params: z.infer<typeof listLinesParams>) {
  const { data } = getInvoice(world, id).lines;
  return listOf(`/v1/invoices/${id}/lines`, data.toReversed(), params, () => 0);
}

/** The renewal as it would be now: the next month, and every item that is pending. Nothing changes. */
export function previewInvoice(world: StripeWorld, params: z.infer<typeof previewInvoiceParams>): Invoice {
  const id =
    params.subscription ??
    world.tables.subscriptions.all().find((one) => one.customer === params.customer && one.status !== "canceled")?.id;
  const subscription = id === undefined ? null : getSubscription(world, id);
  const renews = (one: Subscription) =>
    one.status !== "canceled" && (one.cancel_at ?? Number.POSITIVE_INFINITY) > itemOf(one).current_period_end;
  if (!subscription || !renews(subscription)) {
    throw new StripeRefusal(404, {
      type: "invalid_request_error",
      code: "invoice_upcoming_none",
      message: "No upcoming invoices for customer.",
    });
  }
  const start = itemOf(subscription).current_period_end;
  const draft = draftInvoice(world, subscription, "upcoming", { start, end: nextMonth(start, subscription.billing_cycle_anchor) });
  return { ...draft, id: `upcoming_${draft.id}`, created: start, period_end: start, next_payment_attempt: start };
}
