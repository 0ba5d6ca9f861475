import { expect, test } from "vitest";
import { control, press, secrets } from "@/tests/sandbox/support/given-sandbox";
import { givenSubscriber } from "@/tests/sandbox/support/given-subscriber";

/** A subscriber with two pending units, and the id of the card that pays the subscription. */
async function givenUnits(card?: string) {
  const given = await givenSubscriber({}, card);
  const { stripe, customer, subscription } = given;
  for (const id of ["a", "b"])
    await stripe.invoiceItems.create({ customer: customer.id, pricing: { price: secrets.priceUnit }, metadata: { acceptance_id: id } });
  return { ...given, card: String(subscription.default_payment_method) };
}

test("an invoice by hand takes up what is pending, is finalised and then paid by the card that it names", async () => {
  const { stripe, customer, card } = await givenUnits();
  const empty = await stripe.invoices.create({ customer: customer.id });
  expect(empty).toMatchObject({ status: "draft", total: 0, auto_advance: false, billing_reason: "manual", parent: null });
  await expect(stripe.invoices.finalizeInvoice(empty.id)).rejects.toMatchObject({ statusCode: 400 });
  const draft = await stripe.invoices.create({
    customer: customer.id,
    pending_invoice_items_behavior: "include",
    collection_method: "charge_automatically",
    auto_advance: false,
    default_payment_method: card,
    metadata: { final: "1" },
  });
  expect(draft).toMatchObject({ status: "draft", total: 5_000, metadata: { final: "1" } });
  expect((await stripe.invoiceItems.list({ customer: customer.id, pending: true })).data).toEqual([]);
  expect(await stripe.invoices.finalizeInvoice(draft.id, { auto_advance: false })).toMatchObject({ status: "open", amount_due: 5_000 });
  await expect(stripe.invoices.finalizeInvoice(draft.id)).rejects.toMatchObject({ statusCode: 400 });
  expect(await stripe.invoices.pay(draft.id)).toMatchObject({ status: "paid", amount_paid: 5_000 });
  await expect(stripe.invoices.pay(draft.id)).rejects.toMatchObject({ statusCode: 400, code: "invoice_already_paid" });
});

test("a declined card leaves the invoice open with the try counted, until another pays or it is voided", async () => {
  const { stripe, customer, card } = await givenUnits("4000000000000341");
  const draft = await stripe.invoices.create({ customer: customer.id, pending_invoice_items_behavior: "include" });
  await stripe.invoices.finalizeInvoice(draft.id);
  await expect(stripe.invoices.pay(draft.id)).rejects.toMatchObject({ statusCode: 400 });
  await expect(stripe.invoices.pay(draft.id, { payment_method: card })).rejects.toMatchObject({ statusCode: 402, code: "card_declined" });
  expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({ status: "open", attempt_count: 1, amount_remaining: 5_000 });
  expect((await stripe.events.list({ type: "invoice.payment_failed" })).data).toHaveLength(1);
  expect(await stripe.invoices.voidInvoice(draft.id)).toMatchObject({ status: "void", amount_remaining: 0 });
  await expect(stripe.invoices.voidInvoice(draft.id)).rejects.toMatchObject({ statusCode: 400 });
});

test("a draft that advances finalises and charges itself after an hour", async () => {
  const { sandbox, stripe, customer, card } = await givenUnits();
  const draft = await stripe.invoices.create({
    customer: customer.id,
    pending_invoice_items_behavior: "include",
    auto_advance: true,
    default_payment_method: card,
  });
  await control(sandbox, "POST", "/__clock", { advanceSeconds: 3_500 });
  expect((await stripe.invoices.retrieve(draft.id)).status).toBe("draft");
  await control(sandbox, "POST", "/__clock", { advanceSeconds: 200 });
  expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({ status: "paid", amount_paid: 5_000 });
});

test("a total below zero becomes the customer's balance, which the next invoice uses up", async () => {
  const { stripe, customer, passMonth, subscription } = await givenUnits();
  await stripe.invoiceItems.create({ customer: customer.id, amount: -5_700, currency: "usd" });
  const draft = await stripe.invoices.create({ customer: customer.id, pending_invoice_items_behavior: "include" });
  expect(await stripe.invoices.finalizeInvoice(draft.id)).toMatchObject({
    status: "paid",
    total: -700,
    amount_due: 0,
    ending_balance: -700,
  });
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -700 });
  await passMonth();
  const [renewal] = (await stripe.invoices.list({ subscription: subscription.id, limit: 1 })).data;
  expect(renewal).toMatchObject({ total: 1_000, starting_balance: -700, amount_paid: 300, ending_balance: 0 });
});

test("ending a subscription leaves what is pending, stops collection, and bills the rest when asked to", async () => {
  const one = await givenUnits();
  await one.stripe.subscriptions.cancel(one.subscription.id);
  expect((await one.stripe.invoiceItems.list({ customer: one.customer.id, pending: true })).data).toHaveLength(2);
  const other = await givenUnits("4000000000000341");
  await other.passMonth();
  await other.stripe.invoiceItems.create({ customer: other.customer.id, pricing: { price: secrets.priceUnit } });
  await other.stripe.subscriptions.cancel(other.subscription.id, { invoice_now: true, prorate: false });
  const [last, renewal] = (await other.stripe.invoices.list({ customer: other.customer.id })).data;
  expect(last).toMatchObject({ total: 2_500, status: "open" });
  expect(renewal).toMatchObject({ status: "open", next_payment_attempt: null });
});

test("a credit note gives part of a line back to the card, and never more than is left of it", async () => {
  const { stripe, customer } = await givenSubscriber();
  const [invoice] = (await stripe.invoices.list({ customer: customer.id })).data;
  const line = invoice?.lines.data[0]?.id ?? "";
  const asked = (amount: number, refund = amount) => ({
    invoice: invoice?.id ?? "",
    lines: [{ type: "invoice_line_item" as const, invoice_line_item: line, amount }],
    refund_amount: refund,
  });
  expect(await stripe.creditNotes.preview(asked(500))).toMatchObject({ total: 500, post_payment_amount: 500, type: "post_payment" });
  expect((await stripe.creditNotes.list({ invoice: invoice?.id ?? "" })).data).toEqual([]);
  await expect(stripe.creditNotes.create(asked(500, 400))).rejects.toMatchObject({ statusCode: 400, param: "refund_amount" });
  await expect(stripe.creditNotes.create(asked(1_001))).rejects.toMatchObject({ statusCode: 400, param: "lines[0][amount]" });
  const give = () => stripe.creditNotes.create({ ...asked(500), metadata: { refund_id: "r" } }, { idempotencyKey: "r" });
  const note = await give();
  expect(await give()).toMatchObject({ id: note.id });
  expect(note).toMatchObject({ total: 500, status: "issued", refunds: [{ amount_refunded: 500 }], metadata: { refund_id: "r" } });
  expect(note.number).toBe(`${invoice?.number}-CN-01`);
  await expect(stripe.creditNotes.create(asked(501))).rejects.toMatchObject({ statusCode: 400 });
  expect((await stripe.creditNotes.create(asked(500))).number).toBe(`${invoice?.number}-CN-02`);
  expect(await stripe.invoices.retrieve(invoice?.id ?? "")).toMatchObject({ status: "paid", post_payment_credit_notes_amount: 1_000 });
  expect(await stripe.creditNotes.retrieve(note.id)).toMatchObject({ id: note.id });
  const types = (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type);
  for (const type of ["credit_note.created", "refund.created", "charge.refunded"])
    expect(types.filter((it) => it === type)).toHaveLength(2);
});

test("a credit note on an open invoice lowers what it asks for, and settles it when nothing is left", async () => {
  const { stripe, customer, passMonth } = await givenSubscriber({}, "4000000000000341");
  await passMonth();
  const [open] = (await stripe.invoices.list({ customer: customer.id, limit: 1 })).data;
  const invoice = open?.id ?? "";
  expect(await stripe.creditNotes.create({ invoice, amount: 400 })).toMatchObject({ type: "pre_payment", pre_payment_amount: 400 });
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: "open", amount_remaining: 600 });
  await expect(stripe.creditNotes.create({ invoice, amount: 600, refund_amount: 600 })).rejects.toMatchObject({ statusCode: 400 });
  await stripe.creditNotes.create({ invoice, amount: 600 });
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: "paid", amount_remaining: 0, amount_paid: 0 });
});

test("a lost answer to a credit note leaves one, and the portal's new card can still pay what is open", async () => {
  const { sandbox, stripe, customer, passMonth } = await givenSubscriber({}, "4000000000000341");
  await passMonth();
  const [open, paid] = (await stripe.invoices.list({ customer: customer.id })).data;
  const lost = { target: "stripe", fault: "error_500_after_commit", on: "credit_notes.create" };
  await control(sandbox, "POST", "/__faults", lost);
  await expect(stripe.creditNotes.create({ invoice: paid?.id ?? "", amount: 100, refund_amount: 100 })).rejects.toMatchObject({
    statusCode: 500,
  });
  expect((await stripe.creditNotes.list({ customer: customer.id })).data).toMatchObject([{ total: 100 }]);
  const portal = await stripe.billingPortal.sessions.create({ customer: customer.id });
  await press(portal.url, { action: "change_card", card_number: "5555555555554444" });
  expect(await stripe.invoices.retrieve(open?.id ?? "")).toMatchObject({ status: "paid" });
});
