import type { LookReason } from "@/lib/accounts/give-support-leave";

/** Why support looks at a member's data, as support chooses it. */
export const lookReasonNames: Record<LookReason, string> = {
  member_asked: "The member asked for help",
  connection_trouble: "A connection does not work",
  billing_question: "A question about billing",
  security_concern: "A concern about security",
};
