/** How acceptances, charges and Stripe's books can differ. */
export const differenceKinds = [
  "not_charged",
  "not_credited",
  "not_posted",
  "no_item",
  "voided_item",
  "kept_item",
  "wrong_amount",
  "two_items",
  "item_of_nothing",
  "subscription_differs",
  "plan_differs",
  "second_plan",
  "invoice_differs",
  "refund_differs",
  "unknown_customer",
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** What can be done about one. `look` is nothing that we do: a person looks at it in Stripe. None of them bills without being shown before. */
export const repairs = [
  "charge",
  "credit",
  "post_now",
  "post_again",
  "replace_item",
  "delete_item",
  "credit_item",
  "read_anew",
  "look",
] as const;
export type Repair = (typeof repairs)[number];

/** Why staff apply a repair. */
export const repairReasons = ["checked_with_stripe", "member_asked", "known_failure"] as const;
export type RepairReason = (typeof repairReasons)[number];
