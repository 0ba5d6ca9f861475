import { transaction, withLock } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { accountOfCustomer } from "@/db/queries/stripe-customers";
import { beginStripeEvent, finishStripeEvent, openStripeEvent } from "@/db/queries/stripe-events";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { cancelSubscriptions } from "@/lib/billing/cancel-subscriptions";
import { syncCustomer } from "@/lib/billing/sync-customer";

const actor = { kind: "system", job: "stripe-event" } as const;
/** Of all events those that can change what is read: the plan, its card (of the customer's too, and renewed by its bank), invoices, what went back. */
const relevant =
  /^((checkout\.session|customer\.subscription|payment_method|invoice|invoiceitem|invoice_payment|credit_note)\.|customer\.(updated|deleted)$|charge\.refund)/;

/** 2 s, 4 s, 8 s … at the most half an hour. */
const waitMs = (attempts: number) => Math.min(30 * minuteMs, 2 * secondMs * 2 ** Math.min(attempts, 10));

/**
 * Handles one recorded event by reading its customer anew from Stripe, under a lock per customer, so that late, doubled and reordered
 * events all end in what Stripe says now. A crash leaves the event due again.
 */
export async function handleStripeEvent(eventId: string): Promise<void> {
  const found = await transaction(actor, async (tx) => {
    const event = await openStripeEvent(tx, eventId);
    if (!event) return null;
    await beginStripeEvent(tx, eventId, later(now(), waitMs(event.attempts)));
    if (!relevant.test(event.type)) return finishStripeEvent(tx, eventId, "not needed", now()).then(() => null);
    const accountId = event.customerId ? await accountOfCustomer(tx, event.customerId) : null;
    if (!event.customerId || !accountId) return finishStripeEvent(tx, eventId, "nobody's here", now()).then(() => null);
    const gone = (await findAccount(tx, accountId))?.state === "erased";
    return { accountId, customerId: event.customerId, gone };
  });
  if (!found) return;
  await withLock(`stripe:${found.customerId}`, async () => {
    // A Checkout page that was opened in the very moment in which its account was erased can still be paid.
    if (found.gone) await cancelSubscriptions(found.customerId);
    await syncCustomer(found.accountId, found.customerId);
    await transaction(actor, (tx) => finishStripeEvent(tx, eventId, "read anew", now()));
  });
}
