import { transaction, withLock } from "@/db/client";
import { beginCharge, dueCharge, markChargePosted, postponeCharge } from "@/db/queries/charges";
import { customerOf } from "@/db/queries/stripe-customers";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now } from "@/lib/base/clock";
import { stripeEnv } from "@/lib/base/env";
import { point } from "@/lib/base/points";
import { pricesAgree } from "@/lib/billing/check-prices";
import { itemFor, retryWaitMs } from "@/lib/billing/invoice-items";
import { heedFailure, makeRoom } from "@/lib/billing/make-room";

const actor = (accountId?: string) => ({ kind: "system", job: "post-charge", accountId }) as const;

/**
 * Posts one charge to Stripe as one invoice item; Stripe adds it to the member's next invoice.
 *
 * Exactly one item, whatever fails: the try is counted before the call, so after a crash, a time-out or an error that hid a success
 * the next try first looks for the acceptance's id among the customer's items, and Stripe's idempotency key covers the first day
 * besides. The lock keeps two workers apart. It waits while Stripe's prices are not the published ones, while too many items wait for an
 * invoice, and as long as Stripe asks for.
 */
export async function postCharge(acceptanceId: string): Promise<void> {
  await withLock(`charge:${acceptanceId}`, async () => {
    const due = await transaction(actor(), async (tx) => {
      const charge = await dueCharge(tx, acceptanceId);
      if (!charge) return null;
      if (!(await makeRoom(tx, charge.accountId))) return postponeCharge(tx, acceptanceId, later(now(), retryWaitMs(2))).then(() => null);
      await beginCharge(tx, acceptanceId, later(now(), retryWaitMs(charge.attempts)));
      await point("charge.before-begin-commit");
      return { charge, customer: await customerOf(tx, charge.accountId) };
    });
    if (!due) return;
    const { charge, customer } = due;
    if (!customer) throw new Error("a charge of an account that is no Stripe customer");
    if (!(await pricesAgree())) return;
    await point("charge.before-post");
    const { accountId, description, amountCents, attempts, createdAt, reposts } = charge;
    const owed = { purpose: { of: "acceptance_id", acceptanceId, reposts }, amountCents, attempts, createdAt } as const;
    const unit = { pricing: { price: stripeEnv().STRIPE_PRICE_UNIT }, quantity: 1, description };
    const item = await itemFor(customer, owed, unit).catch(async (thrown: unknown) => {
      await transaction(actor(accountId), (tx) => heedFailure(tx, accountId, thrown, (until) => postponeCharge(tx, acceptanceId, until)));
      throw thrown;
    });
    await point("charge.after-post");
    await transaction(actor(accountId), async (tx) => {
      if (!(await markChargePosted(tx, acceptanceId, item.id, now()))) return;
      const object = `acceptance:${acceptanceId}`;
      await recordAccess(tx, { act: "charge.post", object, subject: accountId, reason: "accepted_work_order" });
    });
    await point("charge.after-commit");
  });
}
