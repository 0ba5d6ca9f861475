import { randomBytes } from "node:crypto";
import { z } from "zod";
import { escapeHtml, page } from "@/sandbox/base/page";
import { html, type Reply, redirect } from "@/sandbox/base/reply";
import { type Call, type Route, route } from "@/sandbox/base/router";
import { cardForm, cardHint, readCard } from "@/sandbox/stripe/card-form";
import { cardTrouble } from "@/sandbox/stripe/cards";
import { getCustomer } from "@/sandbox/stripe/customers";
import { expand } from "@/sandbox/stripe/params";
import { changeCard } from "@/sandbox/stripe/pay-open";
import { itemOf, updateSubscription } from "@/sandbox/stripe/subscriptions";
import { idOf, type PortalSession, type Subscription } from "@/sandbox/stripe/wire";
import { newId, type StripeWorld } from "@/sandbox/stripe/world";

export const createPortalParams = z.strictObject({
  customer: z.string(),
  return_url: z.url().optional(),
  configuration: z.string().optional(),
  expand,
});

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
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: params.return_url ?? null,
    url: `${world.url()}/p/session/${secret}`,
  };
  world.tables.portalSessions.put(secret, session);
  return session;
}

/** The billing portal: end at the period's end, take that back, change the card. */
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
  world.tables.subscriptions.all().find((one) => one.customer === session.customer && one.status !== "canceled");

function submit(world: StripeWorld, session: PortalSession, form: URLSearchParams, here: string): Reply {
  const subscription = currentOf(world, session);
  if (!subscription) return redirect(303, here);
  const action = form.get("action");
  if (action === "cancel" || action === "resume") {
    updateSubscription(world, subscription.id, { cancel_at_period_end: action === "cancel", expand: [] });
  }
  if (action === "change_card") {
    const card = readCard(form);
    const trouble = cardTrouble(card);
    if (trouble) return html(402, portalPage(world, session, trouble));
    changeCard(world, subscription, card);
  }
  return redirect(303, here);
}

function portalPage(world: StripeWorld, session: PortalSession, trouble: string | null) {
  const subscription = currentOf(world, session);
  const back = session.return_url ? `<p><a href="${escapeHtml(session.return_url)}">Return to the service</a></p>` : "";
  if (!subscription) return page("Billing", `${back}<div class="card"><h1>Your billing</h1><p>You have no subscription now.</p></div>`);
  const card = world.tables.paymentMethods.get(idOf(subscription.default_payment_method))?.card;
  const until = new Date(itemOf(subscription).current_period_end * 1000).toISOString().slice(0, 10);
  const open = world.tables.invoices.all().filter((one) => one.customer === session.customer && one.status === "open");
  const state = subscription.cancel_at_period_end ? `It ends on ${until}.` : `It renews on ${until}.`;
  const toggle = subscription.cancel_at_period_end
    ? `<button name="action" value="resume">Keep the subscription</button>`
    : `<button name="action" value="cancel">Cancel at the end of the period</button>`;
  return page(
    "Billing",
    `${back}<div class="card"><h1>Your billing</h1><p>Holdfast membership, ${escapeHtml(subscription.status.replace("_", " "))}. ${state}</p>
${open.map((one) => `<p><a href="/i/${one.id}">Pay invoice ${escapeHtml(one.number ?? "")}</a></p>`).join("")}
<form method="post"><div class="row">${toggle}</div></form></div>
<div class="card"><h2>Card</h2><p>${card ? escapeHtml(`${card.brand} ending in ${card.last4}, ${card.exp_month}/${card.exp_year}`) : "No card."}</p>
${trouble ? `<p class="problem" role="alert">${escapeHtml(trouble)}</p>` : ""}
<form method="post">${cardForm()}<div class="row"><button class="act" name="action" value="change_card">Use this card</button></div></form>${cardHint}</div>`,
  );
}
