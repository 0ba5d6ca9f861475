import { transaction, withLock } from "@/db/client";
import { beginCredit, dueCredit, markCreditPosted, postponeCredit } from "@/db/queries/credits";
import { customerOf } from "@/db/queries/stripe-customers";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now } from "@/lib/base/clock";
import { point } from "@/lib/base/points";
import { itemFor, retryWaitMs } from "@/lib/billing/invoice-items";
import { heedFailure, makeRoom } from "@/lib/billing/make-room";

const actor = (accountId?: string) => ({ kind: "system", job: "post-credit", accountId }) as const;

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
    const { accountId, currency, attempts, createdAt, reposts } = credit;
    const amount = -credit.amountCents;
    const owed = { purpose: { of: "credit_of", acceptanceId, reposts }, amountCents: amount, attempts, createdAt } as const;
    const description = `Credit, the buyer cancelled in time: ${credit.description}`;
    const item = await itemFor(customer, owed, { currency, amount, description }).catch(async (thrown: unknown) => {
      await transaction(actor(accountId), (tx) => heedFailure(tx, accountId, thrown, (until) => postponeCredit(tx, acceptanceId, until)));
      throw thrown;
    });
    await point("credit.after-post");
    await transaction(actor(accountId), async (tx) => {
      if (!(await markCreditPosted(tx, acceptanceId, item.id, now()))) return;
      const object = `acceptance:${acceptanceId}`;
      await recordAccess(tx, { act: "credit.post", object, subject: accountId, reason: credit.because });
    });
  });
}
