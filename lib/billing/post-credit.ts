import type Stripe from "stripe";
import { transaction, withLock } from "@/db/client";
import { beginCredit, dueCredit, markCreditPosted } from "@/db/queries/credits";
import { customerOf } from "@/db/queries/stripe-customers";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now } from "@/lib/base/clock";
import { findItem, retryWaitMs } from "@/lib/billing/invoice-items";
import { workerStripe } from "@/lib/billing/stripe-client";

const actor = (accountId?: string) => ({ kind: "system", job: "post-credit", accountId }) as const;

type Due = NonNullable<Awaited<ReturnType<typeof dueCredit>>>;

async function createItem(customer: string, credit: Due): Promise<Stripe.InvoiceItem> {
  const { acceptanceId, amountCents, currency, description } = credit;
  const item = await workerStripe().invoiceItems.create(
    {
      customer,
      currency,
      amount: -amountCents,
      description: `Credit, the buyer cancelled before the work began: ${description}`,
      metadata: { credit_of: acceptanceId },
    },
    { idempotencyKey: `credit:${acceptanceId}` },
  );
  if (item.object !== "invoiceitem" || item.amount !== -amountCents || item.metadata?.credit_of !== acceptanceId) {
    throw new Error("Stripe's answer is not the credit that was asked for");
  }
  return item;
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
      await beginCredit(tx, acceptanceId, later(now(), retryWaitMs(credit.attempts)));
      return { credit, customer: await customerOf(tx, credit.accountId) };
    });
    if (!due) return;
    const { credit, customer } = due;
    if (!customer) throw new Error("a credit of an account that is no Stripe customer");
    const earlier =
      credit.attempts > 0 ? await findItem(customer, { since: credit.createdAt, key: "credit_of", value: acceptanceId }) : null;
    const item = earlier ?? (await createItem(customer, credit));
    await transaction(actor(credit.accountId), async (tx) => {
      if (!(await markCreditPosted(tx, acceptanceId, item.id, now()))) return;
      const object = `acceptance:${acceptanceId}`;
      await recordAccess(tx, { act: "credit.post", object, subject: credit.accountId, reason: credit.because });
    });
  });
}
