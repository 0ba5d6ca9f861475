import type { LookReason } from "@/lib/accounts/give-support-leave";

/** Why support looks, as the member and support both read it. */
export const lookReasonNames: Record<LookReason, string> = {
  member_asked: "The member asked for help",
  connection_trouble: "A connection does not work",
  billing_question: "A question about billing",
  security_concern: "A concern about security",
};

export function lookReasonName(code: string): string {
  return Object.entries(lookReasonNames).find(([known]) => known === code)?.[1] ?? code;
}
