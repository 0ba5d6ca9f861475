/** Why staff give back a part of a paid month, as a code; the mail to the member says it in words. */
export const refundReasons = ["plan_ended_early", "service_failed", "goodwill"] as const;
export type RefundReason = (typeof refundReasons)[number];
