import type { DifferenceKind, Repair } from "@/lib/billing/difference-kinds";
import { type ItemPurpose, isFor } from "@/lib/billing/invoice-items";
import { prices } from "@/lib/terms/prices";

/** A charge, or a credit with a negative amount, as we have it. */
export interface OwnEntry extends ItemPurpose {
  amountCents: number;
  /** The item at Stripe; null while it is still to be posted. */
  itemId: string | null;
  createdAt: Date;
}

export interface StripeItem {
  id: string;
  amount: number;
  invoiceId: string | null;
  isProration: boolean;
  metadata: Record<string, string> | null;
}

/** A plan that goes on at Stripe, and what it bills each month. */
export interface RunningPlan {
  id: string;
  told: string;
  cents: number;
}

/** A subscription or an invoice, told in one line so that two can be held side by side. */
export type Told = Map<string, { told: string; cents: number }>;

/** An acceptance whose charge, or whose credit once its buyer had cancelled in time, is missing on our own side. */
export interface Unbooked {
  acceptanceId: string;
  lacks: "charge" | "credit";
}

export interface Ours {
  entries: OwnEntry[];
  unbooked: Unbooked[];
  subscriptions: Told;
  invoices: Told;
  refunds: Told;
}
export interface Theirs {
  items: StripeItem[];
  voidInvoices: Set<string>;
  /** Drafts that Stripe does not collect; see kept-drafts.ts. */
  keptDrafts: Set<string>;
  subscriptions: Told;
  /** The plans that go on, the oldest first, each with what it costs a month. */
  plans: RunningPlan[];
  invoices: Told;
  /** Credit notes, and under an invoice's id what was sent back of it without one. */
  refunds: Told;
}

export interface Difference {
  /** Names it, the same in every comparison. */
  key: string;
  kind: DifferenceKind;
  /** What it is about: an item, a subscription, an invoice or a customer at Stripe, or an acceptance of ours. */
  about: string;
  ours: string;
  theirs: string;
  /** What the member has been billed too much, or, below zero, too little; where one thing stands otherwise, what Stripe has more. */
  amountCents: number;
  repair: Repair;
}

const hourMs = 3_600_000;
/** What a plan costs, as words that can be compared: quantity, price and rhythm of each item. */
export const tellPlan = (items: readonly { quantity: number; cents: number; every: string }[]): string =>
  items.map(({ quantity, cents, every }) => `${quantity} × ${money(cents)} a ${every}`).join(" and ") || "nothing";
const money = (cents: number) => `${cents < 0 ? "-" : ""}$${(Math.abs(cents) / 100).toFixed(2)}`;
const publishedPlan = { told: tellPlan([{ quantity: 1, cents: prices.monthlyCents, every: "month" }]), cents: prices.monthlyCents };
const nameOf = ({ of }: ItemPurpose) => (of === "credit_of" ? "credit" : "charge");
const difference = (kind: DifferenceKind, about: string, rest: Omit<Difference, "key" | "kind" | "about">): Difference => ({
  key: `${kind}:${about}`,
  kind,
  about,
  ...rest,
});

/**
 * Where our books and Stripe's differ about one customer, each difference once, with the repair that is proposed. Pure.
 * @param since items and entries before this are not looked at
 */
export function compareBooks(ours: Ours, theirs: Theirs, { since, at }: { since: Date; at: Date }): Difference[] {
  const standing = theirs.items.filter(({ invoiceId, isProration }) => !isProration && !(invoiceId && theirs.voidInvoices.has(invoiceId)));
  const corrected = (item: StripeItem) =>
    standing.filter(({ metadata }) => metadata?.corrects === item.id).reduce((sum, { amount }) => sum + amount, item.amount);
  return [
    ...ours.unbooked.map(tellUnbooked),
    ...ours.entries
      .filter(({ createdAt }) => createdAt >= since)
      .map((entry) => compareEntry(entry, theirs, corrected, at))
      .filter((found) => found !== null),
    ...standing.map((item) => compareItem(item, ours, theirs, corrected(item))).filter((found) => found !== null),
    ...compareTold("subscription_differs", ours.subscriptions, theirs.subscriptions, "read_anew"),
    ...comparePlans(theirs.plans),
    ...compareTold("invoice_differs", ours.invoices, theirs.invoices, "read_anew"),
    ...compareTold("refund_differs", ours.refunds, theirs.refunds, "look"),
  ];
}

/** What an acceptance of ours should have made, and has not: one transaction makes both, so only a hand or a broken copy leaves this. */
function tellUnbooked({ acceptanceId, lacks }: Unbooked): Difference {
  const about = `acceptance:${acceptanceId}`;
  const cents = prices.unitCents;
  return lacks === "charge"
    ? difference("not_charged", about, {
        ours: "an order confirmed, and no charge",
        theirs: "nothing",
        amountCents: -cents,
        repair: "charge",
      })
    : difference("not_credited", about, {
        ours: "an order that its buyer cancelled in time, charged and not credited",
        theirs: "nothing",
        amountCents: cents,
        repair: "credit",
      });
}

/** What is wrong with the item of one of our entries. */
function compareEntry(entry: OwnEntry, theirs: Theirs, corrected: (item: StripeItem) => number, at: Date): Difference | null {
  const { itemId, acceptanceId, amountCents } = entry;
  const about = `${nameOf(entry)}:${acceptanceId}`;
  const owed = `a ${nameOf(entry)} of ${money(amountCents)}`;
  if (itemId === null) {
    if (at.getTime() - entry.createdAt.getTime() < hourMs) return null;
    const theirsNow = theirs.items.some((item) => isFor(item, entry)) ? "the item" : "nothing";
    return difference("not_posted", about, {
      ours: `${owed}, still to be posted`,
      theirs: theirsNow,
      amountCents: -amountCents,
      repair: "post_now",
    });
  }
  const item = theirs.items.find(({ id }) => id === itemId);
  if (!item)
    return difference("no_item", about, {
      ours: `${owed}, as ${itemId}`,
      theirs: "nothing",
      amountCents: -amountCents,
      repair: "post_again",
    });
  if (item.invoiceId && theirs.voidInvoices.has(item.invoiceId)) {
    const told = `${item.id} on ${item.invoiceId}, which is void`;
    return difference("voided_item", about, { ours: owed, theirs: told, amountCents: -amountCents, repair: "post_again" });
  }
  const over = corrected(item) - amountCents;
  if (item.invoiceId && theirs.keptDrafts.has(item.invoiceId)) {
    const told = `${item.id} of ${money(corrected(item))} on ${item.invoiceId}, a draft that Stripe does not collect`;
    return difference("kept_item", about, { ours: owed, theirs: told, amountCents: -amountCents, repair: "replace_item" });
  }
  if (over === 0) return null;
  const repair = item.invoiceId === null ? "replace_item" : over > 0 ? "credit_item" : "look";
  return difference("wrong_amount", about, { ours: owed, theirs: `${item.id} of ${money(corrected(item))}`, amountCents: over, repair });
}

/** What is wrong with an item at Stripe that is none of our entries'. */
function compareItem(item: StripeItem, ours: Ours, theirs: Theirs, amount: number): Difference | null {
  const { entries } = ours;
  if (entries.some(({ itemId }) => itemId === item.id) || amount === 0) return null;
  if (item.metadata?.corrects && theirs.items.some(({ id }) => id === item.metadata?.corrects)) return null;
  const own = entries.find(({ of, acceptanceId }) => item.metadata?.[of] === acceptanceId);
  if (own?.itemId === null && isFor(item, own)) return null;
  const isOpen = item.invoiceId === null || theirs.keptDrafts.has(item.invoiceId);
  const repair = isOpen ? "delete_item" : amount > 0 ? "credit_item" : "look";
  const told = `${item.id} of ${money(amount)}, ${item.invoiceId ? `on ${item.invoiceId}` : "waiting for an invoice"}`;
  if (own) {
    const known = `a ${nameOf(own)}, as ${own.itemId ?? "an item still to be posted"}`;
    return difference("two_items", item.id, { ours: known, theirs: told, amountCents: amount, repair });
  }
  return difference("item_of_nothing", item.id, { ours: "nothing", theirs: told, amountCents: amount, repair });
}

/** Plans that do not cost what is published (clause 0.2), and those beside the one that each member has. Nothing of ours makes either. */
function comparePlans(plans: readonly RunningPlan[]): Difference[] {
  const { told, cents } = publishedPlan;
  const otherwise = plans.filter((plan) => plan.told !== told);
  return [
    ...otherwise.map((plan) =>
      difference("plan_differs", plan.id, { ours: told, theirs: plan.told, amountCents: plan.cents - cents, repair: "look" }),
    ),
    ...plans.slice(1).map((plan) => {
      const theirs = `${plan.id}, ${plan.told}, beside ${plans[0]?.id}`;
      return difference("second_plan", plan.id, { ours: "one plan", theirs, amountCents: plan.cents, repair: "look" });
    }),
  ];
}

/** Theirs that we have otherwise or not at all, and ours that they do not have. */
function compareTold(kind: DifferenceKind, ours: Told, theirs: Told, mended: Repair): Difference[] {
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((id) => ours.get(id)?.told !== theirs.get(id)?.told)
    .map((id) => {
      const [own, other] = [ours.get(id), theirs.get(id)];
      const repair: Repair = other ? mended : "look";
      const amountCents = (other?.cents ?? 0) - (own?.cents ?? 0);
      return difference(kind, id, { ours: own?.told ?? "nothing", theirs: other?.told ?? "nothing", amountCents, repair });
    });
}
