import type Stripe from "stripe";
import { expect, test } from "vitest";
import { control, givenSandbox, press, secrets, stripeClient } from "@/tests/sandbox/support/given-sandbox";
import { givenSubscriber, openCheckout } from "@/tests/sandbox/support/given-subscriber";
import { receiveWebhooks } from "@/tests/sandbox/support/receive-webhooks";
import { waitFor } from "@/tests/support/wait-for";

test("paying on the hosted page starts a subscription and tells of it in signed webhooks", async () => {
  const receiver = await receiveWebhooks();
  const { stripe, customer, session, subscription } = await givenSubscriber({ webUrl: receiver.url });
  await waitFor("the session's webhook", () => receiver.types().includes("checkout.session.completed"));
  await waitFor("the subscription's webhook", () => receiver.types().includes("customer.subscription.created"));
  expect(receiver.types()).toEqual(expect.arrayContaining(["customer.created", "invoice.created", "invoice.finalized", "invoice.paid"]));
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
    status: "complete",
    payment_status: "paid",
    customer: customer.id,
  });
  expect(subscription).toMatchObject({ status: "active", metadata: { account_id: "a1" } });
  const [invoice] = (await stripe.invoices.list({ customer: customer.id })).data;
  expect(invoice).toMatchObject({
    amount_paid: 1_000,
    status: "paid",
    parent: { subscription_details: { subscription: subscription.id } },
  });
});

test("the page leads to the success address with the session's id, or back without charging anything", async () => {
  const sandbox = await givenSandbox();
  const stripe = stripeClient(sandbox, secrets.checkoutKey);
  const customer = await stripe.customers.create({ email: "sam@example.org" });
  const session = await openCheckout(stripe, customer.id);
  expect(await press(session.url, { action: "cancel" })).toBe("http://localhost:1/billing");
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "open", payment_status: "unpaid" });
  expect(await press(session.url, { action: "pay", card_number: "4000000000000002" })).toBeNull();
  expect(await press(session.url, { action: "pay" })).toBe(`http://localhost:1/billing?session=${session.id}`);
});

test("a page that nobody has paid on for a day is gone, and says so", async () => {
  const sandbox = await givenSandbox();
  const stripe = stripeClient(sandbox);
  const customer = await stripe.customers.create({});
  const session = await openCheckout(stripe, customer.id);
  await control(sandbox, "POST", "/__clock", { advanceDays: 1 });
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "expired", url: null });
  expect((await fetch(session.url ?? "")).status).toBe(410);
  expect((await stripe.events.list({ type: "checkout.session.expired" })).data).toHaveLength(1);
});

test("a month later one invoice holds the membership and the unit, and the period has moved by a calendar month", async () => {
  const receiver = await receiveWebhooks();
  const { sandbox, stripe, customer, subscription, periodEnd } = await givenSubscriber({ webUrl: receiver.url });
  const before = await periodEnd();
  const item = await stripe.invoiceItems.create(
    { customer: customer.id, pricing: { price: secrets.priceUnit }, metadata: { acceptance_id: "acc1" } },
    { idempotencyKey: "acc1" },
  );
  expect(item).toMatchObject({ amount: 2_500, invoice: null });
  expect(await stripe.invoices.createPreview({ subscription: subscription.id })).toMatchObject({ total: 3_500 });

  await control(sandbox, "POST", "/__clock", { to: new Date((before + 1) * 1000).toISOString() });

  const [renewal] = (await stripe.invoices.list({ subscription: subscription.id, limit: 1 })).data;
  expect(renewal).toMatchObject({ total: 3_500, amount_paid: 3_500, status: "paid", billing_reason: "subscription_cycle" });
  expect(renewal?.lines.data.map((line) => [line.amount, line.metadata.acceptance_id])).toEqual([
    [1_000, undefined],
    [2_500, "acc1"],
  ]);
  expect(await stripe.invoiceItems.retrieve(item.id)).toMatchObject({ invoice: renewal?.id });
  const month = new Date(before * 1000);
  month.setUTCMonth(month.getUTCMonth() + 1);
  expect(Math.abs((await periodEnd()) - month.getTime() / 1000)).toBeLessThan(4 * 86_400);
  await waitFor("the renewal's webhook", () =>
    receiver.events.find((event) => event.type === "invoice.paid" && event.data.object.id === renewal?.id),
  );
  await control(sandbox, "POST", "/__clock", { advanceSeconds: 3600 });
  expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(2);
});

test("the same idempotency key makes one item, and refuses other parameters", async () => {
  const { stripe, customer } = await givenSubscriber();
  const make = (amount: number) =>
    stripe.invoiceItems.create({ customer: customer.id, amount, currency: "usd" }, { idempotencyKey: "one" });
  const first = await make(2_500);
  expect((await make(2_500)).id).toBe(first.id);
  await expect(make(2_600)).rejects.toMatchObject({ type: "StripeIdempotencyError", statusCode: 400 });
  expect((await stripe.invoiceItems.list({ customer: customer.id, pending: true })).data).toHaveLength(1);
});

test("a call that commits and then fails is known again by its key", async () => {
  const { sandbox, stripe, customer } = await givenSubscriber();
  const fault = (name: string) => control(sandbox, "POST", "/__faults", { target: "stripe", fault: name, on: "invoiceitems.create" });
  const make = (key: string) =>
    stripe.invoiceItems.create({ customer: customer.id, amount: 2_500, currency: "usd" }, { idempotencyKey: key });
  const pending = async () => (await stripe.invoiceItems.list({ customer: customer.id, pending: true })).data.length;

  await fault("timeout_after_commit");
  const impatient = stripeClient(sandbox, secrets.secretKey, 100);
  const params = { customer: customer.id, amount: 2_500, currency: "usd" };
  await expect(impatient.invoiceItems.create(params, { idempotencyKey: "timed out" })).rejects.toMatchObject({
    type: "StripeConnectionError",
  });
  expect(await make("timed out")).toMatchObject({ amount: 2_500 });
  expect(await pending()).toBe(1);

  await fault("error_500_after_commit");
  await expect(make("failed")).rejects.toMatchObject({ statusCode: 500 });
  await expect(make("failed")).rejects.toMatchObject({ statusCode: 500 });
  expect(await pending()).toBe(2);

  await fault("error_500_before");
  await expect(make("before")).rejects.toMatchObject({ statusCode: 500 });
  await expect(make("before")).rejects.toMatchObject({ statusCode: 500, headers: { "idempotent-replayed": "true" } });
  expect(await pending()).toBe(2);
  await make("before, once more");
  expect(await pending()).toBe(3);
});

test("limits and conflicts come as Stripe sends them", async () => {
  const { sandbox, stripe } = await givenSubscriber();
  const refusal = async (fault: string) => {
    await control(sandbox, "POST", "/__faults", { target: "stripe", fault });
    return stripe.customers.create({}).catch((error: unknown) => error);
  };
  expect(await refusal("rate_limited_429")).toMatchObject({ type: "StripeRateLimitError", headers: { "retry-after": "2" } });
  expect(await refusal("conflict_409")).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
});

test("a second call with a key that is still being served is refused", async () => {
  const { sandbox, stripe } = await givenSubscriber();
  await control(sandbox, "POST", "/__faults", { target: "stripe", fault: "latency", delayMs: 200 });
  const make = () => stripe.customers.create({ email: "kim@example.org" }, { idempotencyKey: "slow" });
  const outcomes = await Promise.allSettled([make(), make()]);
  expect(outcomes.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("what the double does not have answers 501, and a wrong parameter is named", async () => {
  const { stripe, customer } = await givenSubscriber();
  await expect(stripe.coupons.list()).rejects.toMatchObject({ statusCode: 501, message: "not in this double" });
  await expect(stripe.customers.retrieve("cus_none")).rejects.toMatchObject({ statusCode: 404, code: "resource_missing" });
  const wrong = { customer: customer.id, amount: 1, currency: "usd", colour: "red" };
  await expect(stripe.invoiceItems.create(wrong)).rejects.toMatchObject({ code: "parameter_unknown", param: "colour" });
  await expect(stripe.invoiceItems.create({ amount: 1, currency: "usd" })).rejects.toMatchObject({
    code: "parameter_missing",
    param: "customer",
  });
});

test("the restricted key does Checkout and nothing else, an unknown or a live key nothing", async () => {
  const { sandbox, customer } = await givenSubscriber();
  const restricted = stripeClient(sandbox, secrets.checkoutKey);
  expect((await openCheckout(restricted, customer.id)).status).toBe("open");
  await expect(restricted.invoiceItems.list({})).rejects.toMatchObject({ type: "StripePermissionError" });
  await expect(stripeClient(sandbox, "sk_test_other").customers.retrieve(customer.id)).rejects.toMatchObject({
    type: "StripeAuthenticationError",
  });
  await expect(stripeClient(sandbox, "sk_live_real").customers.retrieve(customer.id)).rejects.toMatchObject({
    type: "StripeAuthenticationError",
  });
});

test("lists come newest first, in pages that the SDK walks by itself", async () => {
  const { stripe, customer } = await givenSubscriber();
  for (let count = 1; count <= 5; count++) await stripe.invoiceItems.create({ customer: customer.id, amount: count, currency: "usd" });
  const walked: number[] = [];
  for await (const item of stripe.invoiceItems.list({ customer: customer.id, limit: 2 })) walked.push(item.amount);
  expect(walked).toEqual([5, 4, 3, 2, 1]);
});

test("references are expanded on request", async () => {
  const { stripe, subscription, customer } = await givenSubscriber();
  const read = await stripe.subscriptions.retrieve(subscription.id, { expand: ["default_payment_method", "latest_invoice.customer"] });
  expect(read.default_payment_method).toMatchObject({ card: { brand: "visa", last4: "4242", exp_month: 12, exp_year: 2034 } });
  expect(read.latest_invoice).toMatchObject({ total: 1_000, customer: { id: customer.id } });
});

test("the portal ends a subscription at the period's end, unless it is kept", async () => {
  const { sandbox, stripe, customer, subscription, passMonth } = await givenSubscriber();
  const portal = await stripe.billingPortal.sessions.create({ customer: customer.id, return_url: "http://localhost:1/billing" });
  await press(portal.url, { action: "cancel" });
  // As Stripe does it with a subscription in flexible billing mode: by the day alone.
  const end = subscription.items.data[0]?.current_period_end;
  expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ cancel_at: end, cancel_at_period_end: false });
  await press(portal.url, { action: "resume" });
  await passMonth();
  expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "active", cancel_at: null });
  await press(portal.url, { action: "cancel" });
  await passMonth();
  expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "canceled" });
  const world = await control<{ stripe: { invoices: unknown[] } }>(sandbox, "GET", "/__world");
  expect(world.stripe.invoices).toHaveLength(2);
});

test("a card that fails leaves the renewal open until another card pays it", async () => {
  const { stripe, customer, subscription, passMonth } = await givenSubscriber({}, "4000000000000341");
  await passMonth();
  expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "past_due" });
  expect((await stripe.events.list({ type: "invoice.payment_failed" })).data).toHaveLength(1);
  const portal = await stripe.billingPortal.sessions.create({ customer: customer.id });
  await press(portal.url, { action: "change_card", card_number: "5555555555554444" });
  expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "active" });
  expect((await stripe.invoices.list({ subscription: subscription.id, status: "paid" })).data).toHaveLength(2);
});

test("a webhook is sent again until it is taken", async () => {
  const receiver = await receiveWebhooks();
  receiver.answer(503);
  const sandbox = await givenSandbox({ webUrl: receiver.url });
  await stripeClient(sandbox).customers.create({});
  await waitFor("two refused attempts", () => receiver.events.length >= 2);
  receiver.answer(200);
  interface Deliveries {
    stripe: { deliveries: { state: string; attempts: number }[] };
  }
  const delivered = await waitFor("the delivery", async () => {
    const { stripe } = await control<Deliveries>(sandbox, "GET", "/__world");
    return stripe.deliveries.find((one) => one.state === "delivered");
  });
  expect(delivered.attempts).toBeGreaterThanOrEqual(3);
  expect(new Set(receiver.events.map((event) => event.id)).size).toBe(1);
});

test("a webhook can be lost, doubled or held back", async () => {
  const receiver = await receiveWebhooks();
  const sandbox = await givenSandbox({ webUrl: receiver.url });
  const fault = (name: string, more = {}) =>
    control(sandbox, "POST", "/__faults", { target: "webhook", fault: name, on: "customer.created", ...more });
  const make = (description: string) => stripeClient(sandbox).customers.create({ description });
  const arrivals = () => receiver.events.map((event) => (event.data.object as Stripe.Customer).description);

  await fault("drop");
  await make("lost");
  await fault("delay", { delayMs: 300 });
  await make("late");
  await fault("duplicate");
  await make("double");
  await waitFor("the late one", () => arrivals().includes("late"));
  expect(arrivals()).toEqual(["double", "double", "late"]);
});
