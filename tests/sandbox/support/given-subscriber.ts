import type Stripe from "stripe";
import { control, givenSandbox, press, secrets, stripeClient } from "@/tests/sandbox/support/given-sandbox";

export const openCheckout = (stripe: Stripe, customer: string) =>
  stripe.checkout.sessions.create({
    mode: "subscription",
    customer,
    line_items: [{ price: secrets.priceMonthly, quantity: 1 }],
    success_url: "http://localhost:1/billing?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://localhost:1/billing",
    subscription_data: { metadata: { account_id: "a1" } },
  });

/** A customer who has paid on the hosted page. */
export async function givenSubscriber(options: Parameters<typeof givenSandbox>[0] = {}, card = "4242424242424242") {
  const sandbox = await givenSandbox(options);
  const stripe = stripeClient(sandbox);
  const customer = await stripe.customers.create({ email: "sam@example.org", metadata: { account_id: "a1" } });
  const session = await openCheckout(stripe, customer.id);
  await press(session.url, { action: "pay", card_number: card });
  const [subscription] = (await stripe.subscriptions.list({ customer: customer.id })).data;
  if (!subscription) throw new Error("the page did not start a subscription");
  const periodEnd = () => stripe.subscriptions.retrieve(subscription.id).then((now) => now.items.data[0]?.current_period_end ?? 0);
  const passMonth = async () => control(sandbox, "POST", "/__clock", { to: new Date((await periodEnd()) * 1000).toISOString() });
  return { sandbox, stripe, customer, session, subscription, periodEnd, passMonth };
}
