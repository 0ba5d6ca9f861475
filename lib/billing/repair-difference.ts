import type Stripe from "stripe";
import { transaction, withLock } from "@/db/client";
import { chargedBy, repostCharge, repostCredit } from "@/db/queries/books";
import { findPosted, postponeCharge } from "@/db/queries/charges";
import { findPostedCredit, postponeCredit } from "@/db/queries/credits";
import { beginRepair, type DifferenceRow, resetRepair, settleDifference } from "@/db/queries/differences";
import { customerOf } from "@/db/queries/stripe-customers";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now } from "@/lib/base/clock";
import { addCharge } from "@/lib/billing/add-charge";
import { addCredit } from "@/lib/billing/add-credit";
import { askFinalInvoiceIfOver } from "@/lib/billing/ask-final-invoice";
import type { Difference } from "@/lib/billing/compare-books";
import { deleteItem, retryWaitMs } from "@/lib/billing/invoice-items";
import { pastFailures } from "@/lib/billing/past-failures";
import { readDifferences } from "@/lib/billing/read-books";
import { workerStripe } from "@/lib/billing/stripe-client";
import { syncCustomer } from "@/lib/billing/sync-customer";
import { platformName } from "@/lib/notices/template";
import { prices } from "@/lib/terms/prices";

const actor = (accountId?: string) => ({ kind: "system", job: "repair-difference", accountId }) as const;

type Whose = { accountId: string; customer: string };

/** The acceptance behind a difference about one of our entries. */
function entryOf({ about }: Difference): { of: "charge" | "credit"; acceptanceId: string } {
  const [of, acceptanceId = ""] = about.split(":");
  return { of: of === "credit" ? "credit" : "charge", acceptanceId };
}

/** Books what an acceptance of ours should have made. Under the customer's lock, after it was seen to be missing. */
async function book(found: Difference, { accountId }: Whose): Promise<void> {
  const acceptanceId = found.about.slice("acceptance:".length);
  await transaction(actor(accountId), async (tx) => {
    if (found.repair === "credit") return await addCredit(tx, { acceptanceId, accountId });
    const by = await chargedBy(tx, acceptanceId);
    if (by) await addCharge(tx, { acceptanceId, accountId, platformName: platformName(by.platform), confirmedAt: by.confirmedAt });
  });
}

async function postNow(found: Difference, { accountId }: Whose): Promise<void> {
  const { of, acceptanceId } = entryOf(found);
  const postpone = of === "credit" ? postponeCredit : postponeCharge;
  await transaction(actor(accountId), (tx) => postpone(tx, acceptanceId, now()));
}

/** Makes the entry due again under its next name. The WHERE keeps one that was made due meanwhile as it is. */
async function postAgain(found: Difference, { accountId }: Whose): Promise<void> {
  const { of, acceptanceId } = entryOf(found);
  await transaction(actor(accountId), async (tx) => {
    const posted = await (of === "credit" ? findPostedCredit : findPosted)(tx, acceptanceId);
    if (!posted) return;
    await (of === "credit" ? repostCredit : repostCharge)(tx, acceptanceId, posted.itemId, posted.reposts, now());
  });
}

/** A crash, or an answer that is lost, between the two leaves an entry whose item is gone: the next try finds that, and posts it again. */
async function replaceItem(found: Difference, whose: Whose): Promise<void> {
  const { of, acceptanceId } = entryOf(found);
  const posted = await transaction(actor(whose.accountId), (tx) => (of === "credit" ? findPostedCredit : findPosted)(tx, acceptanceId));
  if (posted) await deleteItem(posted.itemId);
  await postAgain(found, whose);
}

/** The item at Stripe that was billed too much for. */
async function itemBehind(found: Difference, accountId: string): Promise<string> {
  if (found.kind !== "wrong_amount") return found.about;
  const { of, acceptanceId } = entryOf(found);
  const posted = await transaction(actor(accountId), (tx) => (of === "credit" ? findPostedCredit : findPosted)(tx, acceptanceId));
  return posted?.itemId ?? "";
}

/** Gives back on the next invoice what was billed too much. What names the corrected item keeps it from being given twice. */
async function creditItem(found: Difference, { accountId, customer }: Whose): Promise<void> {
  const corrects = await itemBehind(found, accountId);
  const amount = -found.amountCents;
  const description = "Correction of an item that was billed by mistake";
  const params: Stripe.InvoiceItemCreateParams = { customer, amount, currency: prices.currency, description, metadata: { corrects } };
  const item = await pastFailures(`correct:${corrects}:${amount}`, (idempotencyKey) =>
    workerStripe().invoiceItems.create(params, { idempotencyKey }),
  );
  if (item.object !== "invoiceitem" || item.amount !== amount) throw new Error("Stripe's answer is not the correction that was asked for");
}

async function apply(found: Difference, whose: Whose): Promise<void> {
  switch (found.repair) {
    case "charge":
    case "credit":
      return await book(found, whose);
    case "post_now":
      return await postNow(found, whose);
    case "post_again":
      return await postAgain(found, whose);
    case "replace_item":
      return await replaceItem(found, whose);
    case "delete_item":
      return await deleteItem(found.about);
    case "credit_item":
      return await creditItem(found, whose);
    case "read_anew":
      return await syncCustomer(whose.accountId, whose.customer);
    case "look":
      return;
  }
}

async function settle({ id, accountId, ...asked }: DifferenceRow, how: "repaired" | "gone"): Promise<void> {
  await transaction(actor(accountId ?? undefined), async (tx) => {
    if (!(await settleDifference(tx, id, how, now()))) return;
    // Where the plan has ended no renewal takes up what was posted or given back.
    if (how === "repaired" && accountId && asked.repair !== "read_anew") await askFinalInvoiceIfOver(tx, accountId);
    const facts = { kind: asked.kind, repair: asked.repair, amountCents: asked.amountCents, how };
    const reason = asked.repairReason ?? "";
    await recordAccess(tx, { act: "books.repair", object: `difference:${id}`, subject: accountId, reason, facts });
  });
}

/** What an earlier try to replace an item has taken away, and did not live to post again. */
function leftByEarlierTry({ key, kind, repair, repairAttempts }: DifferenceRow, all: Difference[]): Difference | undefined {
  if (repair !== "replace_item" || repairAttempts === 0) return;
  return all.find((it) => it.kind === "no_item" && it.about === key.slice(kind.length + 1));
}

/**
 * Does the repair that staff have asked for, under the customer's lock, after it has looked once more: what is gone by now is only settled,
 * and what is another by now is shown anew instead. A crash leaves the ask due, and each repair bears being done twice.
 */
export async function repairDifference(id: string): Promise<void> {
  const asked = await transaction(actor(), async (tx) => {
    const difference = await beginRepair(tx, id, (attempts) => later(now(), retryWaitMs(attempts)));
    if (!difference?.accountId) return null;
    const customer = await customerOf(tx, difference.accountId);
    return customer ? { difference, whose: { accountId: difference.accountId, customer } } : null;
  });
  if (!asked) return;
  const { difference, whose } = asked;
  await withLock(`stripe:${whose.customer}`, async () => {
    const all = await readDifferences(whose.accountId, whose.customer);
    const found = all.find(({ key }) => key === difference.key) ?? leftByEarlierTry(difference, all);
    if (!found) return await settle(difference, difference.repairAttempts > 0 ? "repaired" : "gone");
    if (found.key === difference.key && (found.repair !== difference.repair || found.amountCents !== difference.amountCents)) {
      return await transaction(actor(whose.accountId), (tx) => resetRepair(tx, id, found));
    }
    await apply(found, whose);
    await settle(difference, "repaired");
  });
}
