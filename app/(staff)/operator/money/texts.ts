import type { DifferenceKind, Repair, RepairReason } from "@/lib/billing/difference-kinds";
import type { Round } from "@/lib/billing/read-figures";

export const kindTexts: Record<DifferenceKind, string> = {
  not_charged: "An accepted order that is not charged",
  not_credited: "An order cancelled in time that is not credited",
  not_posted: "Still not given to Stripe",
  no_item: "Given to Stripe, and not there",
  voided_item: "Stands on an invoice that is void",
  kept_item: "Stands on a draft that Stripe does not collect",
  wrong_amount: "Another amount at Stripe",
  two_items: "A second item for the same order",
  item_of_nothing: "An item at Stripe for nothing of ours",
  subscription_differs: "The subscription stands otherwise at Stripe",
  plan_differs: "The plan costs something else at Stripe",
  second_plan: "A second plan runs at Stripe",
  invoice_differs: "An invoice stands otherwise at Stripe",
  refund_differs: "A refund stands otherwise at Stripe",
  unknown_customer: "A customer at Stripe names this account",
};

/** What pressing the button does. */
export const repairTexts: Record<Repair, { press: string; does: string }> = {
  charge: { press: "Charge it", does: "The unit is charged, and the member's next invoice bears it." },
  credit: { press: "Credit it", does: "The charge is given back, and the member's next invoice bears the credit." },
  post_now: { press: "Post it now", does: "It is given to Stripe now, and the member's next invoice bears it." },
  post_again: { press: "Post it again", does: "A new item is given to Stripe, and the member's next invoice bears it." },
  replace_item: { press: "Replace the item", does: "The item is taken back, and one of the right amount is posted for the next invoice." },
  delete_item: { press: "Take the item back", does: "The item is deleted at Stripe before any invoice bears it." },
  credit_item: { press: "Give it back", does: "The member's next invoice bears a credit of this amount." },
  read_anew: { press: "Read it anew", does: "What Stripe says is written down. Nothing changes at Stripe." },
  look: {
    press: "Set it aside",
    does: "Look at it in Stripe's dashboard; nothing is done from here. Set aside, it is shown again when either side changes.",
  },
};

export const reasonNames: Record<RepairReason, string> = {
  checked_with_stripe: "I have looked at it in Stripe",
  member_asked: "The member asked",
  known_failure: "It comes from a failure that is known",
};

export const roundNames: Record<Round["name"], string> = {
  prices: "Stripe's prices are the published ones",
  events: "Events that never came are fetched",
  subscriptions: "Every subscription is read anew",
  reconcile: "Our books are compared with Stripe's",
};
