import { expect, test } from "vitest";
import { control, givenSandbox, press, stripeClient } from "@/tests/sandbox/support/given-sandbox";
import { givenSubscriber, openCheckout } from "@/tests/sandbox/support/given-subscriber";

const failsLater = "4000000000000341";
const unfinished = "4000002500003155";

async function givenFailedRenewal() {
  const given = await givenSubscriber({}, failsLater);
  await given.passMonth();
  const pass = (advanceDays: number) => control(given.sandbox, "POST", "/__clock", { advanceDays });
  const status = async () => (await given.stripe.subscriptions.retrieve(given.subscription.id)).status;
  const [invoice] = (await given.stripe.invoices.list({ customer: given.customer.id, limit: 1 })).data;
  return { ...given, pass, status, invoice: async () => await given.stripe.invoices.retrieve(invoice?.id ?? "") };
}

test("a renewal that fails is tried again after three, five and seven days, and then the subscription is over", async () => {
  const { pass, status, invoice } = await givenFailedRenewal();
  const first = await invoice();
  expect(first).toMatchObject({ status: "open", attempt_count: 1 });
  expect((first.next_payment_attempt ?? 0) - first.created).toBe(3 * 86_400);
  for (const [days, tries] of [
    [3, 2],
    [5, 3],
  ] as const) {
    await pass(days);
    expect([await status(), (await invoice()).attempt_count]).toEqual(["past_due", tries]);
  }
  await pass(7);
  expect(await status()).toBe("canceled");
  expect(await invoice()).toMatchObject({ status: "open", attempt_count: 4, next_payment_attempt: null });
});

test("where the account is set so, it is unpaid instead, later invoices stay drafts, and paying on the invoice's page restores it", async () => {
  const { sandbox, stripe, pass, status, invoice, passMonth, customer } = await givenFailedRenewal();
  await control(sandbox, "POST", "/__dunning", { ending: "unpaid" });
  await pass(15);
  expect(await status()).toBe("unpaid");
  await passMonth();
  expect((await stripe.invoices.list({ customer: customer.id, limit: 1 })).data).toMatchObject([{ status: "draft", auto_advance: false }]);
  expect(await status()).toBe("unpaid");
  await press((await invoice()).hosted_invoice_url ?? "", { action: "pay", card_number: "4242424242424242" });
  expect([await status(), (await invoice()).status]).toEqual(["active", "paid"]);
});

test("a first payment that nobody finishes expires after 23 hours, unless it is paid before", async () => {
  const sandbox = await givenSandbox();
  const stripe = stripeClient(sandbox);
  const begin = async () => {
    const customer = await stripe.customers.create({});
    await press((await openCheckout(stripe, customer.id)).url, { action: "pay", card_number: unfinished });
    return (await stripe.subscriptions.list({ customer: customer.id, status: "all", expand: ["data.latest_invoice"] })).data[0];
  };
  const [left, finished] = [await begin(), await begin()];
  expect([left?.status, finished?.status]).toEqual(["incomplete", "incomplete"]);
  const invoice = finished?.latest_invoice;
  const page = typeof invoice === "object" ? invoice?.hosted_invoice_url : null;
  await press(page ?? "", { action: "pay", card_number: "4242424242424242" });
  await control(sandbox, "POST", "/__clock", { advanceSeconds: 23 * 3_600 });
  const status = async (id = "") => (await stripe.subscriptions.retrieve(id)).status;
  expect([await status(left?.id), await status(finished?.id)]).toEqual(["incomplete_expired", "active"]);
  expect((await stripe.invoices.list({ subscription: left?.id ?? "" })).data).toMatchObject([{ status: "void" }]);
});
