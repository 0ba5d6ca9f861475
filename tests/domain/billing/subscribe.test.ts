import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { planOf } from "@/lib/billing/plan";
import { readBilling } from "@/lib/billing/read-billing";
import { recordStripeEvent } from "@/lib/billing/record-stripe-event";
import { startCheckout } from "@/lib/billing/start-checkout";
import { deliverEvents, givenStripe, pay, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenAccount } from "@/tests/domain/support/given-account";

const stripe = await givenStripe();
const planOfMember = (accountId: string) => transaction({ kind: "member", accountId }, (tx) => planOf(tx, accountId));

test("paying in Checkout makes the plan active once Stripe has said so, and not before", async () => {
  const { accountId } = await givenAccount();
  const { url } = await startCheckout(accountId);
  await pay(url);
  expect(await planOfMember(accountId)).toMatchObject({ active: false, status: null });
  await deliverEvents(stripe);
  expect(await planOfMember(accountId)).toMatchObject({ active: true, status: "active" });
  const billing = await readBilling(accountId);
  expect(billing.invoices.map((invoice) => [invoice.totalCents, invoice.status])).toEqual([[1_000, "paid"]]);
  expect(billing.next).toMatchObject({ units: 0, totalCents: 1_000 });
});

test("pressing subscribe many times at once leads to one customer and one payable session", async () => {
  const { accountId } = await givenAccount();
  const sessions = await Promise.all([startCheckout(accountId), startCheckout(accountId)].map((it) => it.catch(() => null)));
  sessions.push(await startCheckout(accountId));
  expect(new Set(sessions.flatMap((it) => it?.url ?? [])).size).toBe(1);
  const customers = await stripe.client.customers.list({ limit: 100 });
  expect(customers.data.filter((customer) => customer.metadata.account_id === accountId)).toHaveLength(1);
});

test("a member whose plan is active is not sent to pay again", async () => {
  const { accountId } = await givenAccount();
  await subscribe(stripe, accountId);
  await expect(startCheckout(accountId)).rejects.toMatchObject({ refusal: "conflict" });
});

test("an event recorded twice is one, and metadata that names another account gives it nothing", async () => {
  const payer = await givenAccount();
  const other = await givenAccount();
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
