import type Stripe from "stripe";
import { transaction, withLock } from "@/db/client";
import { beginCharge, type ChargeRow, dueCharge, markChargePosted } from "@/db/queries/charges";
import { customerOf } from "@/db/queries/stripe-customers";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now } from "@/lib/base/clock";
import { stripeEnv } from "@/lib/base/env";
import { point } from "@/lib/base/points";
import { checkPrices } from "@/lib/billing/check-prices";
import { findItem, retryWaitMs } from "@/lib/billing/invoice-items";
import { workerStripe } from "@/lib/billing/stripe-client";

const actor = (accountId?: string) => ({ kind: "system", job: "post-charge", accountId }) as const;

async function createItem(customer: string, charge: ChargeRow): Promise<Stripe.InvoiceItem> {
  const item = await workerStripe().invoiceItems.create(
    {
      customer,
      pricing: { price: stripeEnv().STRIPE_PRICE_UNIT },
      quantity: 1,
      description: charge.description,
      metadata: { acceptance_id: charge.acceptanceId },
    },
    { idempotencyKey: `acceptance:${charge.acceptanceId}` },
  );
  if (item.object !== "invoiceitem" || item.amount !== charge.amountCents || item.metadata?.acceptance_id !== charge.acceptanceId) {
    throw new Error("Stripe's answer is not the invoice item that was asked for");
  }
  return item;
}

/**
 * Posts one charge to Stripe as one invoice item; Stripe adds it to the member's next invoice.
 *
 * Exactly one item, whatever fails: the try is counted before the call, so after a crash, a time-out or an error that hid a success
 * the next try first looks for the acceptance's id among the customer's items, and Stripe's idempotency key covers the first day
 * besides. The lock keeps two workers apart.
 */
export async function postCharge(acceptanceId: string): Promise<void> {
  await withLock(`charge:${acceptanceId}`, async () => {
    const due = await transaction(actor(), async (tx) => {
      const charge = await dueCharge(tx, acceptanceId);
      if (!charge) return null;
      await beginCharge(tx, acceptanceId, later(now(), retryWaitMs(charge.attempts)));
      await point("charge.before-begin-commit");
      return { charge, customer: await customerOf(tx, charge.accountId) };
    });
    if (!due) return;
    const { charge, customer } = due;
    if (!customer) throw new Error("a charge of an account that is no Stripe customer");
    await checkPrices();
    await point("charge.before-post");
    const { attempts, createdAt } = charge;
    const earlier = attempts > 0 ? await findItem(customer, { since: createdAt, key: "acceptance_id", value: acceptanceId }) : null;
    const item = earlier ?? (await createItem(customer, charge));
    await point("charge.after-post");
    await transaction(actor(charge.accountId), async (tx) => {
      if (!(await markChargePosted(tx, acceptanceId, item.id, now()))) return;
      await recordAccess(tx, {
        act: "charge.post",
        object: `acceptance:${acceptanceId}`,
        subject: charge.accountId,
        reason: "accepted_work_order",
      });
    });
    await point("charge.after-commit");
  });
}
