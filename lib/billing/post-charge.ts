import type Stripe from "stripe";
import { transaction, withLock } from "@/db/client";
import { beginCharge, type ChargeRow, dueCharge, markChargePosted, postponeCharge } from "@/db/queries/charges";
import { customerOf } from "@/db/queries/stripe-customers";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now } from "@/lib/base/clock";
import { stripeEnv } from "@/lib/base/env";
import { point } from "@/lib/base/points";
import { pricesAgree } from "@/lib/billing/check-prices";
import {
  findItem,
  type ItemPurpose,
  idempotencyKeyOf,
  isFor,
  metadataOf,
  retryAfterMs,
  retryWaitMs,
  saysTooMany,
} from "@/lib/billing/invoice-items";
import { askInterimInvoice, makeRoom } from "@/lib/billing/make-room";
import { workerStripe } from "@/lib/billing/stripe-client";

const actor = (accountId?: string) => ({ kind: "system", job: "post-charge", accountId }) as const;

const purposeOf = ({ acceptanceId, reposts }: ChargeRow): ItemPurpose => ({ of: "acceptance_id", acceptanceId, reposts });

const createItem = (customer: string, charge: ChargeRow): Promise<Stripe.InvoiceItem> =>
  workerStripe().invoiceItems.create(
    {
      customer,
      pricing: { price: stripeEnv().STRIPE_PRICE_UNIT },
      quantity: 1,
      description: charge.description,
      metadata: metadataOf(purposeOf(charge)),
    },
    { idempotencyKey: idempotencyKeyOf(purposeOf(charge)) },
  );

/** The one item of a charge: what an earlier try left, or a new one. @throws Error for any other answer than that item at that price. */
async function itemFor(customer: string, charge: ChargeRow): Promise<Stripe.InvoiceItem> {
  const earlier = charge.attempts > 0 ? await findItem(customer, charge.createdAt, purposeOf(charge)) : null;
  const item = earlier ?? (await createItem(customer, charge));
  if (item.object !== "invoiceitem" || item.amount !== charge.amountCents || !isFor(item, purposeOf(charge))) {
    throw new Error("Stripe's answer is not the invoice item that was asked for");
  }
  return item;
}

/** After a failure: waits as long as Stripe asks, and has room made where it says that there is none. */
async function putOff({ acceptanceId, accountId }: ChargeRow, thrown: unknown): Promise<void> {
  const waitMs = retryAfterMs(thrown);
  if (waitMs === null && !saysTooMany(thrown)) return;
  await transaction(actor(accountId), async (tx) => {
    if (saysTooMany(thrown)) await askInterimInvoice(tx, accountId);
    if (waitMs !== null) await postponeCharge(tx, acceptanceId, later(now(), waitMs));
  });
}

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
    const item = await itemFor(customer, charge).catch(async (thrown: unknown) => {
      await putOff(charge, thrown);
      throw thrown;
    });
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
