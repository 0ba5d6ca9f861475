import type Stripe from "stripe";
import { transaction } from "@/db/client";
import { chargesToCompare, creditsToCompare, repostCharge, repostCredit } from "@/db/queries/books";
import { now } from "@/lib/base/clock";
import { point } from "@/lib/base/points";
import { deleteItem } from "@/lib/billing/invoice-items";
import { workerStripe } from "@/lib/billing/stripe-client";

const actor = (accountId: string) => ({ kind: "system", job: "free-kept-units", accountId }) as const;

/**
 * Whether an invoice is a draft that Stripe does not collect by itself: the renewal of an unpaid plan, which takes up what waits all the same,
 * or one that somebody has begun by hand. A last invoice of ours is collected by us.
 */
export const isKeptDraft = ({ status, auto_advance, metadata }: Stripe.Invoice): boolean =>
  status === "draft" && !auto_advance && !metadata?.final_invoice_id;

/** The items of such drafts. */
async function itemsKept(customer: string): Promise<Stripe.InvoiceItem[]> {
  const stripe = workerStripe();
  const drafts = await stripe.invoices.list({ customer, status: "draft", limit: 100 }).autoPagingToArray({ limit: 1_000 });
  const items: Stripe.InvoiceItem[] = [];
  for (const { id: invoice } of drafts.filter(isKeptDraft)) {
    items.push(...(await stripe.invoiceItems.list({ invoice, limit: 100 }).autoPagingToArray({ limit: 1_000 })));
  }
  return items;
}

/**
 * Has the account's units and credits that lie on drafts which nobody collects posted anew, and taken off those drafts, so that they are billed
 * once and the months of an unpaid plan are not. A crash, or a lost answer, leaves some of them due again whose old item is still on its
 * draft: the next try takes that off.
 */
export async function freeKeptUnits(accountId: string, customer: string): Promise<void> {
  const items = await itemsKept(customer);
  if (items.length === 0) return;
  const everything = new Date(0);
  const [charged, credited] = await transaction(actor(accountId), async (tx) => [
    await chargesToCompare(tx, accountId, everything),
    await creditsToCompare(tx, accountId, everything),
  ]);
  for (const { id: itemId, metadata } of items) {
    const charge = charged.find(({ acceptanceId }) => acceptanceId === metadata?.acceptance_id);
    const credit = credited.find(({ acceptanceId }) => acceptanceId === metadata?.credit_of);
    const [entry, repost] = charge ? [charge, repostCharge] : [credit, repostCredit];
    // Whose metadata names nothing of this account's is somebody else's doing, and for the comparison to show.
    if (!entry) continue;
    const { acceptanceId, reposts } = entry;
    if (entry.itemId === itemId) await transaction(actor(accountId), (tx) => repost(tx, acceptanceId, itemId, reposts, now()));
    await point("kept.after-repost");
    await deleteItem(itemId);
  }
}
