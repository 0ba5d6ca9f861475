import { cardPays } from "@/sandbox/stripe/cards";
import { emitEvent } from "@/sandbox/stripe/emit-event";
import { draftInvoice, finalise, type Period } from "@/sandbox/stripe/make-invoice";
import { type Invoice, idOf, type Subscription } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

/**
 * Invoices a period at once: draft, the pending items taken up, finalised, charged. (The real Stripe holds a
 * renewal's draft for an hour.) A card that fails leaves it open, with `invoice.payment_failed`.
 */
export function billPeriod(world: StripeWorld, subscription: Subscription, reason: Invoice["billing_reason"], period: Period): Invoice {
  const draft = keepDraft(world, draftInvoice(world, subscription, reason, period));
  const open = finalise(world, draft);
  emitEvent(world, "invoice.finalized", open);
  const card = idOf(subscription.default_payment_method);
  // A first payment is made on the page; one that is not finished there is not tried again.
  if (reason === "subscription_create")
    return chargeInvoice(world, { ...open, auto_advance: false }, card, subscription.status === "active");
  return chargeInvoice(world, open, card);
}

/** Stores a draft; the items on its lines are pending no more. */
export function keepDraft(world: StripeWorld, draft: Invoice): Invoice {
  world.tables.invoices.put(draft.id, draft);
  for (const line of draft.lines.data) takeUp(world, line.parent?.invoice_item_details?.invoice_item, draft.id);
  emitEvent(world, "invoice.created", draft);
  return draft;
}

/** Days from a failed try to the next one; after the last there is none. A stand-in for Stripe's own choice of days. */
const retryDays = [3, 5, 7];

function nextTry(world: StripeWorld, { auto_advance: advances, attempt_count: tries }: Invoice): number | null {
  const days = retryDays[tries - 1];
  return advances && days !== undefined ? world.now() + days * 86_400 : null;
}

/** Tries to charge an open invoice to a card, and stores and tells how it went. */
export function chargeInvoice(world: StripeWorld, open: Invoice, card: string, certain = false): Invoice {
  const tried = { ...open, attempted: true, attempt_count: open.attempt_count + 1 };
  if (certain || open.amount_remaining === 0 || cardPays(world, card)) {
    const paid: Invoice = {
      ...tried,
      amount_paid: open.amount_due,
      amount_remaining: 0,
      auto_advance: false,
      next_payment_attempt: null,
      status: "paid",
      status_transitions: { ...open.status_transitions, paid_at: world.now() },
    };
    world.tables.invoices.put(paid.id, paid);
    emitEvent(world, "invoice.paid", paid);
    return paid;
  }
  const failed: Invoice = { ...tried, next_payment_attempt: nextTry(world, tried) };
  world.tables.invoices.put(failed.id, failed);
  emitEvent(world, "invoice.payment_failed", failed);
  return failed;
}

function takeUp(world: StripeWorld, itemId: string | undefined, invoice: string) {
  const item = itemId === undefined ? undefined : world.tables.invoiceItems.get(itemId);
  if (item) world.tables.invoiceItems.put(item.id, { ...item, invoice });
}
