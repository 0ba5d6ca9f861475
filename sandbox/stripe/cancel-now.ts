import { chargeInvoice, keepDraft } from "@/sandbox/stripe/bill-period";
import { getCustomer } from "@/sandbox/stripe/customers";
import { emitEvent } from "@/sandbox/stripe/emit-event";
import { draftOneOff, finalise } from "@/sandbox/stripe/make-invoice";
import { endSubscription } from "@/sandbox/stripe/subscriptions";
import { idOf, type Subscription } from "@/sandbox/stripe/wire";
import type { StripeWorld } from "@/sandbox/stripe/world";

/** Ends a subscription at once, without proration. With `invoiceNow` what is pending stands on a last invoice, if anything is. */
export function cancelNow(world: StripeWorld, id: string, invoiceNow: boolean): Subscription {
  const ended = endSubscription(world, id, "cancellation_requested");
  const draft = draftOneOff(world, getCustomer(world, idOf(ended.customer)), true);
  if (invoiceNow && draft.lines.data.length > 0) {
    const open = finalise(world, keepDraft(world, draft));
    emitEvent(world, "invoice.finalized", open);
    chargeInvoice(world, open, idOf(ended.default_payment_method));
  }
  return ended;
}
