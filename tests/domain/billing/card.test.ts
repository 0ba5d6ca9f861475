import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { invoices, subscriptions } from "@/db/schema";
import { endSubscriptions } from "@/lib/billing/end-subscriptions";
import { givenStripe, subscribe } from "@/tests/domain/billing/given-stripe";
import { givenMember } from "@/tests/support/members";

const stripe = await givenStripe();
const worker = { kind: "system", job: "test" } as const;

test("the card's brand, last digits and expiry are read while the plan lasts, and forgotten with it", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const card = async () => await transaction(worker, (tx) => tx.select().from(subscriptions).where(eq(subscriptions.accountId, accountId)));
  expect(await card()).toMatchObject([{ cardBrand: "visa", cardLast4: "4242", cardExpires: "12/2034", endedAt: null }]);
  await endSubscriptions(accountId);
  expect(await card()).toMatchObject([{ cardBrand: null, cardLast4: null, cardExpires: null, endedAt: expect.any(Date) }]);
});

test("an invoice comes with what was paid of it, a page at Stripe and a file that is a PDF", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const [invoice] = await transaction(worker, (tx) => tx.select().from(invoices).where(eq(invoices.accountId, accountId)));
  expect(invoice).toMatchObject({ amountPaidCents: 1_000, attemptCount: 1, nextAttemptAt: null });
  expect(await (await fetch(invoice?.hostedUrl ?? "")).text()).toContain(invoice?.number);
  const file = await fetch(invoice?.pdfUrl ?? "");
  expect(file.headers.get("content-type")).toBe("application/pdf");
  expect(await file.text()).toMatch(/^%PDF-1\.4[\s\S]*\$10\.00[\s\S]*startxref\n\d+\n%%EOF\n$/);
});
