import type Stripe from "stripe";
import { transaction } from "@/db/client";
import { customerOf } from "@/db/queries/stripe-customers";
import { subscriptionOf } from "@/db/queries/subscriptions";
import { publicUrl } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { explainStripe } from "@/lib/billing/explain-stripe";
import { checkoutStripe } from "@/lib/billing/stripe-client";

/** What a member goes to the portal for: another card; the end of the plan; or whatever there is, such as an open invoice. */
export type PortalPurpose = "card" | "cancel" | "manage";

function flowFor(
  purpose: PortalPurpose,
  subscription: string,
  returnUrl: string,
): Stripe.BillingPortal.SessionCreateParams.FlowData | null {
  if (purpose === "manage") return null;
  const back = { type: "redirect" as const, redirect: { return_url: returnUrl } };
  if (purpose === "card") return { type: "payment_method_update", after_completion: back };
  return { type: "subscription_cancel", subscription_cancel: { subscription }, after_completion: back };
}

/**
 * Opens Stripe's portal, at the page for what the member came for, and returns its address. It changes nothing by itself.
 * @throws AppError not_found before the first subscription, unavailable when Stripe does not answer.
 */
export async function openPortal(accountId: string, purpose: PortalPurpose = "manage"): Promise<{ url: string }> {
  const known = await transaction({ kind: "member", accountId }, async (tx) => ({
    customer: await customerOf(tx, accountId),
    subscription: await subscriptionOf(tx, accountId),
  }));
  if (!known.customer || !known.subscription) throw new AppError("not_found");
  const returnUrl = `${publicUrl()}/billing`;
  const flow = flowFor(purpose, known.subscription.id, returnUrl);
  try {
    const session = await checkoutStripe().billingPortal.sessions.create({
      customer: known.customer,
      return_url: returnUrl,
      ...(flow ? { flow_data: flow } : {}),
    });
    if (session.object !== "billing_portal.session") throw new AppError("unavailable", { reason: "stripe_answer" });
    return { url: session.url };
  } catch (thrown) {
    throw explainStripe(thrown);
  }
}
