import { transaction } from "@/db/client";
import { customerOf } from "@/db/queries/stripe-customers";
import { publicUrl } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { explainStripe } from "@/lib/billing/explain-stripe";
import { checkoutStripe } from "@/lib/billing/stripe-client";

/**
 * Opens Stripe's portal, where a member changes the card or cancels, and returns its address.
 * @throws AppError not_found before the first subscription, unavailable when Stripe does not answer.
 */
export async function openPortal(accountId: string): Promise<{ url: string }> {
  const customer = await transaction({ kind: "member", accountId }, (tx) => customerOf(tx, accountId));
  if (!customer) throw new AppError("not_found");
  try {
    const session = await checkoutStripe().billingPortal.sessions.create({ customer, return_url: `${publicUrl()}/billing` });
    return { url: session.url };
  } catch (thrown) {
    throw explainStripe(thrown);
  }
}
