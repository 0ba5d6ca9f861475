import { randomBytes } from "node:crypto";
import type Stripe from "stripe";
import { z } from "zod";
import { type CardEntry, keepCard, staysUnfinished } from "@/sandbox/stripe/cards";
import { beginSubscription, monthlyPrice } from "@/sandbox/stripe/create-subscription";
import { createCustomer, getCustomer } from "@/sandbox/stripe/customers";
import { emitEvent } from "@/sandbox/stripe/emit-event";
import { getInvoice } from "@/sandbox/stripe/invoices";
import { listOf } from "@/sandbox/stripe/list";
import { expand, flag, metadata, paging, paramsOf, whole } from "@/sandbox/stripe/params";
import { refuse } from "@/sandbox/stripe/refusal";
import { startSubscription } from "@/sandbox/stripe/subscriptions";
import { type CheckoutSession, idOf } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

const daySeconds = 86_400;

export const createSessionParams = paramsOf<Stripe.Checkout.SessionCreateParams>()({
  mode: z.literal("subscription", { error: "only subscription is in this double" }),
  line_items: z.array(z.strictObject({ price: z.string(), quantity: whole.pipe(z.literal(1)) })).length(1),
  success_url: z.url(),
  cancel_url: z.url().optional(),
  customer: z.string().optional(),
  customer_email: z.email().optional(),
  client_reference_id: z.string().max(200).optional(),
  subscription_data: z.strictObject({ metadata: metadata.default({}), description: z.string().optional() }).optional(),
  payment_method_collection: z.literal("always").optional(),
  allow_promotion_codes: flag.optional(),
  billing_address_collection: z.enum(["auto", "required"]).optional(),
  locale: z.string().optional(),
  ui_mode: z.literal("hosted_page").optional(),
  expires_at: whole.optional(),
  metadata: metadata.default({}),
  expand,
});

export const listSessionsParams = paramsOf<Stripe.Checkout.SessionListParams>()({
  customer: z.string().optional(),
  status: z.enum(["open", "complete", "expired"]).optional(),
  ...paging,
});

export function listSessions(world: StripeWorld, { customer, status, ...page }: z.infer<typeof listSessionsParams>) {
  const fits = world.tables.checkoutSessions
    .all()
    .filter((one) => customer === undefined || one.customer === customer)
    .filter((one) => status === undefined || one.status === status);
  return listOf("/v1/checkout/sessions", fits, page, (one) => one.created);
}

/** An open session with a page to pay on. It lives a day unless told otherwise. */
export function createSession(world: StripeWorld, params: z.infer<typeof createSessionParams>): CheckoutSession {
  const customer = params.customer === undefined ? null : getCustomer(world, params.customer, "customer");
  if (customer && params.customer_email !== undefined)
    throw refuse.parameter("You may only specify one of these parameters: customer, customer_email.", "customer_email");
  const price = monthlyPrice(world, params.line_items[0]?.price ?? "", "line_items[0][price]");
  const now = world.now();
  const id = `cs_test_${randomBytes(24).toString("hex")}`;
  const session: CheckoutSession = {
    ...emptySession,
    id,
    amount_subtotal: price.unit_amount,
    amount_total: price.unit_amount,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    created: now,
    currency: price.currency,
    customer: customer?.id ?? null,
    customer_creation: customer ? null : "always",
    customer_email: params.customer_email ?? null,
    expires_at: params.expires_at ?? now + daySeconds,
    metadata: params.metadata,
    success_url: params.success_url,
    url: `${world.url()}/c/pay/${id}`,
  };
  world.tables.checkoutSessions.put(id, session);
  plansTable(world).put(id, { price: price.id, metadata: params.subscription_data?.metadata ?? {} });
  return session;
}

/** What a session will start; not part of the object that the API shows. */
const plansTable = (world: StripeWorld) => world.store.table<{ price: string; metadata: Record<string, string> }>("stripe_session_plans");

export function getSession(world: StripeWorld, id: string): CheckoutSession {
  const session = world.tables.checkoutSessions.get(id);
  if (!session) throw refuse.missing("checkout.session", id);
  return session;
}

export function expireSession(world: StripeWorld, session: CheckoutSession): CheckoutSession {
  if (session.status !== "open") throw refuse.parameter('Only Checkout Sessions with a status in ["open"] can be expired.');
  const expired: CheckoutSession = { ...session, status: "expired", url: null };
  world.tables.checkoutSessions.put(session.id, expired);
  emitEvent(world, "checkout.session.expired", expired);
  return expired;
}

/** Pays an open session, or begins to: customer, card, subscription and first invoice come to be together, or not at all. */
export function completeSession(world: StripeWorld, session: CheckoutSession, card: CardEntry): CheckoutSession {
  return world.store.transact(() => {
    const plan = plansTable(world).get(session.id);
    if (!plan) throw new Error("a session without a plan");
    const customer =
      session.customer === null
        ? createCustomer(world, { email: session.customer_email ?? undefined, metadata: {} })
        : getCustomer(world, idOf(session.customer));
    const method = keepCard(world, customer.id, card);
    const price = monthlyPrice(world, plan.price, "line_items[0][price]");
    const started = startSubscription(world, { customer: customer.id, price, card: method.id, metadata: plan.metadata });
    const fresh = staysUnfinished(world, method.id) ? { ...started, status: "incomplete" as const } : started;
    const subscription = beginSubscription(world, fresh);
    const invoice = getInvoice(world, idOf(subscription.latest_invoice));
    const done: CheckoutSession = {
      ...session,
      customer: customer.id,
      customer_details: {
        address: null,
        business_name: null,
        email: customer.email,
        individual_name: null,
        name: customer.name ?? null,
        phone: null,
        tax_exempt: "none",
        tax_ids: [],
      },
      invoice: invoice.id,
      payment_status: invoice.status === "paid" ? "paid" : "unpaid",
      status: "complete",
      subscription: subscription.id,
      url: null,
    };
    world.tables.checkoutSessions.put(done.id, done);
    emitEvent(world, "checkout.session.completed", done);
    return done;
  });
}

const emptySession = {
  object: "checkout.session",
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer_account: null,
  customer_details: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  locale: null,
  managed_payments: null,
  mode: "subscription",
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: "always",
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ["card"],
  payment_status: "unpaid",
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: "open",
  submit_type: null,
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  ui_mode: "hosted_page",
  wallet_options: null,
} satisfies Partial<CheckoutSession>;
