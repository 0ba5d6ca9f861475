import Stripe from "stripe";
import { expect, test } from "vitest";
import { readStripeEvent } from "@/lib/billing/read-stripe-event";

Object.assign(process.env, {
  STRIPE_WEBHOOK_SECRETS: "whsec_new,whsec_old",
  LINK_PUBLIC_KEY: process.env.ROW_PUBLIC_KEY,
  VAULT_PUBLIC_KEY: process.env.ROW_PUBLIC_KEY,
});
const body = JSON.stringify({
  id: "evt_1",
  type: "customer.subscription.updated",
  created: 1_780_000_000,
  livemode: false,
  data: { object: { object: "subscription", id: "sub_1", customer: "cus_1", metadata: { account_id: "somebody else" } } },
});
const nowSeconds = () => Math.floor(Date.now() / 1000);
const signed = (secret: string, timestamp = nowSeconds(), payload = body) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });

test("an event signed with any configured secret is read, down to the customer to look up", () => {
  const expected = { id: "evt_1", type: "customer.subscription.updated", createdAt: new Date(1_780_000_000_000), customerId: "cus_1" };
  expect(readStripeEvent(body, signed("whsec_new"))).toEqual(expected);
  expect(readStripeEvent(body, signed("whsec_old"))).toEqual(expected);
});

test.each([
  ["forged with another secret", () => [body, signed("whsec_forged")]],
  ["altered after signing", () => [body.replace("cus_1", "cus_2"), signed("whsec_new")]],
  ["older than five minutes", () => [body, signed("whsec_new", nowSeconds() - 301)]],
  ["dated ahead", () => [body, signed("whsec_new", nowSeconds() + 120)]],
  ["without a signature", () => [body, ""]],
  [
    "of live mode",
    () => {
      const live = body.replace('"livemode":false', '"livemode":true');
      return [live, signed("whsec_new", undefined, live)];
    },
  ],
  ...[
    ["whose type has a NUL in it", body.replace("customer.subscription", "a\\u0000b")],
    ["of a year that no database keeps", body.replace("1780000000", "8640000000001")],
  ].map(([what, payload = ""]) => [what, () => [payload, signed("whsec_new", undefined, payload)]]),
  ["of no known shape", () => ["{}", signed("whsec_new", undefined, "{}")]],
] as [string, () => [string, string]][])("an event %s is refused", (_, given) => {
  expect(readStripeEvent(...given())).toBeNull();
});
