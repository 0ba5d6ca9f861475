import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { invoices, subscriptions } from "@/db/schema";
import { openPortal } from "@/lib/billing/open-portal";
import { settleAccount } from "@/lib/billing/settle-account";
import { givenStripe, subscribe } from "@/tests/domain/billing/given-stripe";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenMember } from "@/tests/support/members";

const stripe = await givenStripe();
const worker = { kind: "system", job: "test" } as const;

test("the card's brand, last digits and expiry are read while the plan lasts, and forgotten with it", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const card = async () => await transaction(worker, (tx) => tx.select().from(subscriptions).where(eq(subscriptions.accountId, accountId)));
  expect(await card()).toMatchObject([{ cardBrand: "visa", cardLast4: "4242", cardExpires: "12/2034", endedAt: null }]);
  await settleAccount(accountId);
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

test("the portal opens at what the member came for: the card alone, or the end of the plan alone, and leads back to billing", async () => {
  const { accountId } = await givenMember();
  await subscribe(stripe, accountId);
  const pageOf = async (purpose: "card" | "cancel") => {
    const { url } = await openPortal(accountId, purpose);
    return { url, text: await (await fetch(url)).text() };
  };
  const card = await pageOf("card");
  expect([card.text.includes("Use this card"), card.text.includes("Cancel at the end")]).toEqual([true, false]);
  const cancel = await pageOf("cancel");
  expect([cancel.text.includes("Use this card"), cancel.text.includes("Cancel at the end")]).toEqual([false, true]);
  const done = await fetch(cancel.url, { method: "POST", body: new URLSearchParams({ action: "cancel" }), redirect: "manual" });
  expect(done.headers.get("location")).toMatch(/\/billing$/);
  expectComplaints("stripe refused a call");
  await expect(openPortal(accountId, "cancel")).rejects.toMatchObject({ refusal: "unavailable" });
});
