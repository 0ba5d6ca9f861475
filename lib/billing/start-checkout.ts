import { eq } from "drizzle-orm";
import type Stripe from "stripe";
import { transaction } from "@/db/client";
import { customerOf, linkCustomer } from "@/db/queries/stripe-customers";
import { countSubscriptions, subscriptionOf } from "@/db/queries/subscriptions";
import { accounts } from "@/db/schema";
import { publicUrl, stripeEnv } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { log } from "@/lib/base/log";
import { explainStripe } from "@/lib/billing/explain-stripe";
import { pastFailures } from "@/lib/billing/past-failures";
import { checkoutStripe } from "@/lib/billing/stripe-client";
import { prices } from "@/lib/terms/prices";

const over = new Set(["canceled", "incomplete_expired"]);

async function customerFor(accountId: string): Promise<string> {
  const actor = { kind: "member", accountId } as const;
  const known = await transaction(actor, async (tx) => {
    const [account] = await tx.select({ email: accounts.email }).from(accounts).where(eq(accounts.id, accountId));
    return { customerId: await customerOf(tx, accountId), email: account?.email };
  });
  if (known.customerId) return known.customerId;
  if (!known.email) throw new AppError("not_found");
  const params = { email: known.email, metadata: { account_id: accountId } };
  // One that a failed call has made all the same is nobody's: the comparison of the books shows it.
  const customer = await pastFailures(`customer:${accountId}`, (idempotencyKey) =>
    checkoutStripe().customers.create(params, { idempotencyKey }),
  );
  if (customer.object !== "customer") throw new AppError("unavailable", { reason: "stripe_answer" });
  return await transaction(actor, (tx) => linkCustomer(tx, accountId, customer.id));
}

type Params = Stripe.Checkout.SessionCreateParams & { customer: string };

/**
 * The session of this key: as it was made, when the key was used before. One that has run out since is followed by another, under a key that
 * names it, because Stripe may remember a key for longer than the session can be paid.
 * @throws AppError conflict when it is paid, and Stripe's word on the plan is still to come.
 */
async function sessionFor(params: Params, key: string): Promise<Stripe.Checkout.Session> {
  const { sessions } = checkoutStripe().checkout;
  let isRepeated = false;
  const made = await pastFailures(key, async (idempotencyKey) => {
    // A page that a failed call has opened all the same is the one to lead to.
    const [left] = idempotencyKey === key ? [] : (await sessions.list({ customer: params.customer, status: "open", limit: 1 })).data;
    if (left) return left;
    const answer = await sessions.create(params, { idempotencyKey });
    isRepeated = answer.lastResponse.headers["idempotent-replayed"] === "true";
    return answer;
  });
  if (made.object !== "checkout.session") throw new AppError("unavailable", { reason: "stripe_answer" });
  if (!isRepeated) return made;
  const { status } = await sessions.retrieve(made.id);
  if (status === "complete") throw new AppError("conflict", { reason: "already_subscribed" });
  return status === "expired" ? await sessionFor(params, `checkout-after:${made.id}`) : made;
}

/** Whether what Checkout is about to sell costs what is published (clause 0.2). */
const isPublishedPrice = ({ amount_subtotal: cents, currency }: Stripe.Checkout.Session): boolean =>
  cents === prices.monthlyCents && currency === prices.currency;

/**
 * Opens Stripe's Checkout for the monthly plan and returns its address. Grants nothing: only what the worker later reads from Stripe does.
 *
 * The idempotency key counts the account's earlier subscriptions, so that pressing twice, or a crash after the call, leads to the one
 * session, which can be paid once. A crash between the customer and its row leaves a key that finds the same customer. A failure of Stripe's
 * own is got past at the next press.
 * @throws AppError conflict when a subscription is already there, unavailable when Stripe does not answer, or would not charge what is
 * published.
 */
export async function startCheckout(accountId: string): Promise<{ url: string }> {
  const { standing, earlier } = await transaction({ kind: "member", accountId }, async (tx) => ({
    standing: await subscriptionOf(tx, accountId),
    earlier: await countSubscriptions(tx, accountId),
  }));
  if (standing && !over.has(standing.status)) throw new AppError("conflict", { reason: "already_subscribed" });
  try {
    const customer = await customerFor(accountId);
    const params: Params = {
      mode: "subscription",
      customer,
      client_reference_id: accountId,
      line_items: [{ price: stripeEnv().STRIPE_PRICE_MONTHLY, quantity: 1 }],
      success_url: `${publicUrl()}/billing?checkout=done`,
      cancel_url: `${publicUrl()}/billing?checkout=left`,
    };
    const session = await sessionFor(params, `checkout:${accountId}:${earlier}`);
    if (!session.url) throw new AppError("unavailable", { reason: "stripe_answer" });
    if (!isPublishedPrice(session)) {
      log.error("checkout costs something else", { cents: session.amount_subtotal ?? 0, currency: session.currency ?? "" });
      throw new AppError("unavailable", { reason: "stripe_price" });
    }
    return { url: session.url };
  } catch (thrown) {
    throw explainStripe(thrown);
  }
}
