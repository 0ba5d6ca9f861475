import type Stripe from "stripe";
import { transaction, withLock } from "@/db/client";
import { beginCredit, dueCredit, markCreditPosted, postponeCredit } from "@/db/queries/credits";
import { customerOf } from "@/db/queries/stripe-customers";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now } from "@/lib/base/clock";
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

const actor = (accountId?: string) => ({ kind: "system", job: "post-credit", accountId }) as const;

type Due = NonNullable<Awaited<ReturnType<typeof dueCredit>>>;

const purposeOf = ({ acceptanceId, reposts }: Due): ItemPurpose => ({ of: "credit_of", acceptanceId, reposts });

const createItem = (customer: string, credit: Due): Promise<Stripe.InvoiceItem> =>
  workerStripe().invoiceItems.create(
    {
      customer,
      currency: credit.currency,
      amount: -credit.amountCents,
      description: `Credit, the buyer cancelled before the work began: ${credit.description}`,
      metadata: metadataOf(purposeOf(credit)),
    },
    { idempotencyKey: idempotencyKeyOf(purposeOf(credit)) },
  );

/** The one item of a credit, as for a charge. @throws Error for any other answer. */
async function itemFor(customer: string, credit: Due): Promise<Stripe.InvoiceItem> {
  const earlier = credit.attempts > 0 ? await findItem(customer, credit.createdAt, purposeOf(credit)) : null;
  const item = earlier ?? (await createItem(customer, credit));
  if (item.object !== "invoiceitem" || item.amount !== -credit.amountCents || !isFor(item, purposeOf(credit))) {
    throw new Error("Stripe's answer is not the credit that was asked for");
  }
  return item;
}

/** After a failure: waits as long as Stripe asks, and has room made where it says that there is none. */
async function putOff({ acceptanceId, accountId }: Due, thrown: unknown): Promise<void> {
  const waitMs = retryAfterMs(thrown);
  if (waitMs === null && !saysTooMany(thrown)) return;
  await transaction(actor(accountId), async (tx) => {
    if (saysTooMany(thrown)) await askInterimInvoice(tx, accountId);
    if (waitMs !== null) await postponeCredit(tx, acceptanceId, later(now(), waitMs));
  });
}

/**
 * Posts one credit to Stripe as an invoice item of the negative amount, after its charge: both stand on the same invoice, or the credit on the
 * next. Exactly one, whatever fails, in the way in which charges are posted.
 */
export async function postCredit(acceptanceId: string): Promise<void> {
  await withLock(`credit:${acceptanceId}`, async () => {
    const due = await transaction(actor(), async (tx) => {
      const credit = await dueCredit(tx, acceptanceId);
      if (!credit) return null;
      if (!(await makeRoom(tx, credit.accountId))) return postponeCredit(tx, acceptanceId, later(now(), retryWaitMs(2))).then(() => null);
      await beginCredit(tx, acceptanceId, later(now(), retryWaitMs(credit.attempts)));
      return { credit, customer: await customerOf(tx, credit.accountId) };
    });
    if (!due) return;
    const { credit, customer } = due;
    if (!customer) throw new Error("a credit of an account that is no Stripe customer");
    const item = await itemFor(customer, credit).catch(async (thrown: unknown) => {
      await putOff(credit, thrown);
      throw thrown;
    });
    await transaction(actor(credit.accountId), async (tx) => {
      if (!(await markCreditPosted(tx, acceptanceId, item.id, now()))) return;
      const object = `acceptance:${acceptanceId}`;
      await recordAccess(tx, { act: "credit.post", object, subject: credit.accountId, reason: credit.because });
    });
  });
}
