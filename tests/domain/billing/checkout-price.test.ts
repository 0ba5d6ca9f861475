import { expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/start-checkout";
import { givenStripe } from "@/tests/domain/billing/given-stripe";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenMember } from "@/tests/support/members";

const stripe = await givenStripe();
const { product } = await stripe.client.prices.retrieve(process.env.STRIPE_PRICE_MONTHLY ?? "");
const dear = await stripe.client.prices.create({
  currency: "usd",
  product: String(product),
  unit_amount: 1_200,
  recurring: { interval: "month" },
});
// The settings name a price that is not the published one, before anything reads them.
Object.assign(process.env, { STRIPE_PRICE_MONTHLY: dear.id });

test("Checkout is not opened while it would charge another price than the published one", async () => {
  expectComplaints("checkout costs something else");
  const { accountId } = await givenMember();
  await expect(startCheckout(accountId)).rejects.toMatchObject({ refusal: "unavailable", facts: { reason: "stripe_price" } });
});
