import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { planOf } from "@/lib/billing/plan";
import { readBilling } from "@/lib/billing/read-billing";
import { recordStripeEvent } from "@/lib/billing/record-stripe-event";
import { startCheckout } from "@/lib/billing/start-checkout";
import { deliverEvents, givenStripe, pay, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenMember } from "@/tests/support/members";

const stripe = await givenStripe();
const planOfMember = (accountId: string) => transaction({ kind: "member", accountId }, (tx) => planOf(tx, accountId));

test("paying in Checkout makes the plan active once Stripe has said so, and not before", async () => {
  const { accountId } = await givenMember();
  const { url } = await startCheckout(accountId);
  await pay(url);
  expect(await planOfMember(accountId)).toMatchObject({ active: false, status: null });
  await deliverEvents(stripe);
  expect(await planOfMember(accountId)).toMatchObject({ active: true, status: "active" });
  const billing = await readBilling(accountId);
  expect(billing.invoices.map((invoice) => [invoice.totalCents, invoice.status])).toEqual([[1_000, "paid"]]);
  expect(billing.next).toMatchObject({ units: 0, totalCents: 1_000 });
});

test("pressing subscribe again leads to the same customer and the same payable session", async () => {
  const { accountId } = await givenMember();
  const urls = [await startCheckout(accountId), await startCheckout(accountId), await startCheckout(accountId)].map(({ url }) => url);
  expect(new Set(urls).size).toBe(1);
  const world = await stripe.control<{ stripe: { customers: { metadata: Record<string, string> }[] } }>("GET", "/__world");
  expect(world.stripe.customers.filter(({ metadata }) => metadata.account_id === accountId)).toHaveLength(1);
});

test("a page to pay on that has run out is followed by a new one, also while Stripe remembers the press that made it", async () => {
  const { accountId } = await givenMember();
  const first = await startCheckout(accountId);
  const [session] = (await stripe.client.checkout.sessions.list({ limit: 1 })).data;
  await stripe.client.checkout.sessions.expire(session?.id ?? "");
  const second = await startCheckout(accountId);
  expect(second.url).not.toBe(first.url);
  expect(await startCheckout(accountId)).toEqual(second);
  await pay(second.url);
  await deliverEvents(stripe);
  expect(await planOfMember(accountId)).toMatchObject({ active: true });
});

test("who has paid is not sent back to the page on which they did, although no event has come yet", async () => {
  const { accountId } = await givenMember();
  await pay((await startCheckout(accountId)).url);
  await expect(startCheckout(accountId)).rejects.toMatchObject({ facts: { reason: "already_subscribed" } });
});

test("a member whose plan is active is not sent to pay again", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  await expect(startCheckout(accountId)).rejects.toMatchObject({ refusal: "conflict" });
});

test("an event recorded twice is one, and metadata that names another account gives it nothing", async () => {
  const payer = await givenMember();
  const other = await givenMember();
  await subscribe(stripe, payer.accountId);
  const [subscription] = (await stripe.client.subscriptions.list({ limit: 1 })).data;
  const customerId = typeof subscription?.customer === "string" ? subscription.customer : null;
  const event = { id: "evt_again", type: "customer.subscription.updated", createdAt: new Date(), customerId };
  expect(await recordStripeEvent(event)).toBe("recorded");
  expect(await recordStripeEvent(event)).toBe("known");
  expect(await recordStripeEvent({ ...event, id: "evt_stranger", customerId: "cus_nobody" })).toBe("recorded");
  await deliverEvents(stripe);
  expect(await planOfMember(other.accountId)).toMatchObject({ active: false });
});
