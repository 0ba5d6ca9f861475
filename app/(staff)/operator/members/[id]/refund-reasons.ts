import type { RefundReason } from "@/lib/billing/refund-reasons";

export const refundReasonNames: Record<RefundReason, string> = {
  plan_ended_early: "The plan ended before its month was over",
  service_failed: "The service did not do what it should",
  goodwill: "At our discretion",
};
