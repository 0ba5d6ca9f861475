import { randomBytes } from "node:crypto";
import type Stripe from "stripe";
import { z } from "zod";
import { escapeHtml, page } from "@/sandbox/base/page";
import { html, type Reply, redirect } from "@/sandbox/base/reply";
import { type Call, type Route, route } from "@/sandbox/base/router";
import { cardForm, cardHint, readCard } from "@/sandbox/stripe/card-form";
import { cardTrouble } from "@/sandbox/stripe/cards";
import { getCustomer } from "@/sandbox/stripe/customers";
import { expand, paramsOf } from "@/sandbox/stripe/params";
import { changeCard } from "@/sandbox/stripe/pay-open";
import { refuse } from "@/sandbox/stripe/refusal";
import { getSubscription, itemOf, updateSubscription } from "@/sandbox/stripe/subscriptions";
import { idOf, type PortalSession, type Subscription } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

export const createPortalParams = paramsOf<Stripe.BillingPortal.SessionCreateParams>()({
  customer: z.string(),
  return_url: z.url().optional(),
  configuration: z.string().optional(),
  flow_data: z
    .strictObject({
      type: z.enum(["payment_method_update", "subscription_cancel"]),
      subscription_cancel: z.strictObject({ subscription: z.string() }).optional(),
      after_completion: z.strictObject({ type: z.literal("redirect"), redirect: z.strictObject({ return_url: z.url() }) }).optional(),
    })
    .optional(),
  expand,
});
type FlowParams = NonNullable<z.infer<typeof createPortalParams>["flow_data"]>;

/** The one thing that a session is for. A subscription that is to be cancelled has to be there, and not cancelled before. */
function flowOf(world: StripeWorld, { type, subscription_cancel: cancel, after_completion: after }: FlowParams): PortalSession["flow"] {
  if ((type === "subscription_cancel") !== (cancel !== undefined))
    throw refuse.parameter("Missing required param: flow_data[subscription_cancel].");
  const subscription = cancel ? getSubscription(world, cancel.subscription) : null;
  if (subscription && (subscription.cancel_at !== null || subscription.status === "canceled"))
    throw refuse.parameter(
      "This subscription cannot be canceled because it is already set to cancel.",
      "flow_data[subscription_cancel][subscription]",
    );
  return {
    after_completion: { hosted_confirmation: null, redirect: after?.redirect ?? null, type: after ? "redirect" : "portal_homepage" },
    customer_update: null,
    subscription_cancel: subscription ? { retention: null, subscription: subscription.id } : null,
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
    type,
  };
}

export function createPortal(world: StripeWorld, params: z.infer<typeof createPortalParams>): PortalSession {
  const customer = getCustomer(world, params.customer, "customer");
  const secret = `test_${randomBytes(24).toString("hex")}`;
  const session: PortalSession = {
    id: newId("bps"),
    object: "billing_portal.session",
    configuration: params.configuration ?? "bpc_double",
    created: world.now(),
    customer: customer.id,
    customer_account: null,
    flow: params.flow_data ? flowOf(world, params.flow_data) : null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: params.return_url ?? null,
    url: `${world.url()}/p/session/${secret}`,
  };
  world.tables.portalSessions.put(secret, session);
  return session;
}

/** The billing portal: end at the period's end, which it announces by `cancel_at`, take that back, change the card. */
export function portalPageRoutes(world: StripeWorld, changed: () => void): Route<null>[] {
  const path = "/p/session/:secret";
  const find = (call: Call) => world.tables.portalSessions.get(call.params.secret ?? "");
  return [
    route("GET", path, null, (call) => {
      const session = find(call);
      return session ? html(200, portalPage(world, session, null)) : gone();
    }),
    route("POST", path, null, (call) => {
      const session = find(call);
      if (!session) return gone();
      const reply = world.store.transact(() => submit(world, session, new URLSearchParams(call.body), call.url.pathname));
      changed();
      return reply;
    }),
  ];
}

const gone = () =>
  html(
    404,
    page(
      "No such page",
      `<div class="card"><h1>This link does not work</h1><p>Open the billing page of the service and try again.</p></div>`,
    ),
  );

const currentOf = (world: StripeWorld, session: PortalSession): Subscription | undefined =>
  world.tables.subscriptions
    .all()
    .find((one) => one.customer === session.customer && one.status !== "canceled" && one.status !== "incomplete_expired");

function submit(world: StripeWorld, session: PortalSession, form: URLSearchParams, here: string): Reply {
  const subscription = currentOf(world, session);
  if (!subscription) return redirect(303, here);
  const action = form.get("action");
  if (action === "cancel" || action === "resume") {
    updateSubscription(world, subscription.id, { cancel_at: action === "cancel" ? "max_period_end" : "", expand: [] });
  }
  if (action === "change_card") {
    const card = readCard(form);
    const trouble = cardTrouble(card);
    if (trouble) return html(402, portalPage(world, session, trouble));
    changeCard(world, subscription, card);
  }
  return redirect(303, session.flow?.after_completion.redirect?.return_url ?? here);
}

function portalPage(world: StripeWorld, session: PortalSession, trouble: string | null) {
  const subscription = currentOf(world, session);
  const back = session.return_url ? `<p><a href="${escapeHtml(session.return_url)}">Return to the service</a></p>` : "";
  if (!subscription) return page("Billing", `${back}<div class="card"><h1>Your billing</h1><p>You have no subscription now.</p></div>`);
  const card = world.tables.paymentMethods.get(idOf(subscription.default_payment_method))?.card;
  const until = new Date((subscription.cancel_at ?? itemOf(subscription).current_period_end) * 1000).toISOString().slice(0, 10);
  const open = world.tables.invoices.all().filter((one) => one.customer === session.customer && one.status === "open");
  const state = subscription.cancel_at !== null ? `It ends on ${until}.` : `It renews on ${until}.`;
  const cardPart = `<div class="card"><h2>Card</h2><p>${card ? escapeHtml(`${card.brand} ending in ${card.last4}, ${card.exp_month}/${card.exp_year}`) : "No card."}</p>
${trouble ? `<p class="problem" role="alert">${escapeHtml(trouble)}</p>` : ""}
<form method="post">${cardForm()}<div class="row"><button class="act" name="action" value="change_card">Use this card</button></div></form>${cardHint}</div>`;
  const wants = (part: "payment_method_update" | "subscription_cancel") => session.flow === null || session.flow.type === part;
  const toggle =
    subscription.cancel_at !== null
      ? `<button name="action" value="resume">Keep the subscription</button>`
      : `<button name="action" value="cancel">Cancel at the end of the period</button>`;
  return page(
    "Billing",
    `${back}<div class="card"><h1>Your billing</h1><p>Holdfast membership, ${escapeHtml(subscription.status.replace("_", " "))}. ${state}</p>
${open.map((one) => `<p><a href="/i/${one.id}">Pay invoice ${escapeHtml(one.number ?? "")}</a></p>`).join("")}
${wants("subscription_cancel") ? `<form method="post"><div class="row">${toggle}</div></form>` : ""}</div>
${wants("payment_method_update") ? cardPart : ""}`,
  );
}
