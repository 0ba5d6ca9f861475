import { escapeHtml, page } from "@/sandbox/base/page";
import { html, type Reply, redirect } from "@/sandbox/base/reply";
import { type Call, type Route, route } from "@/sandbox/base/router";
import { cardForm, cardHint, readCard } from "@/sandbox/stripe/card-form";
import { cardTrouble } from "@/sandbox/stripe/cards";
import { completeSession } from "@/sandbox/stripe/checkout-sessions";
import type { CheckoutSession } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

/** The hosted page: shows the price, takes a test card, goes back to where the session says. Works without scripts. */
export function checkoutPageRoutes(world: StripeWorld, changed: () => void): Route<null>[] {
  const path = "/c/pay/:id";
  const find = (call: Call) => world.tables.checkoutSessions.get(call.params.id ?? "");
  return [
    route("GET", path, null, (call) => {
      const session = find(call);
      return session ? show(session) : gone();
    }),
    route("POST", path, null, (call) => {
      const session = find(call);
      if (!session) return gone();
      const reply = submit(world, session, new URLSearchParams(call.body));
      changed();
      return reply;
    }),
  ];
}

function submit(world: StripeWorld, session: CheckoutSession, form: URLSearchParams): Reply {
  if (session.status !== "open") return show(session);
  if (form.get("action") === "cancel") return redirect(303, session.cancel_url ?? session.success_url ?? "/");
  const card = readCard(form);
  const trouble = cardTrouble(card);
  if (trouble) return html(402, payPage(session, trouble));
  return redirect(303, successUrl(completeSession(world, session, card)));
}

/** `{CHECKOUT_SESSION_ID}` in the address becomes the session's id, as at Stripe. */
const successUrl = (session: CheckoutSession) => (session.success_url ?? "/").replaceAll("{CHECKOUT_SESSION_ID}", session.id);

function show(session: CheckoutSession): Reply {
  if (session.status === "complete") return redirect(303, successUrl(session));
  return session.status === "open" ? html(200, payPage(session, null)) : gone();
}

const gone = () =>
  html(
    410,
    page(
      "This page has expired",
      `<div class="card"><h1>This page has expired</h1><p>Go back to the service and start again. Nothing was charged.</p></div>`,
    ),
  );

function payPage(session: CheckoutSession, trouble: string | null) {
  const price = `$${((session.amount_total ?? 0) / 100).toFixed(2)}`;
  const email = session.customer_email ?? session.customer_details?.email ?? null;
  return page(
    `Pay ${price} a month`,
    `<div class="card"><h1>Holdfast membership</h1>
<p class="total"><span>Billed every month</span><strong>${price}</strong></p>
${email ? `<p class="soft">Receipts go to ${escapeHtml(email)}.</p>` : ""}
${trouble ? `<p class="problem" role="alert">${escapeHtml(trouble)}</p>` : ""}
<form method="post">${cardForm()}
<div class="row"><button class="act" name="action" value="pay">Subscribe for ${price} a month</button><button name="action" value="cancel" formnovalidate>Go back</button></div></form>
${cardHint}</div>`,
  );
}
