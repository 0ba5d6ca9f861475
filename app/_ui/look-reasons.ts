import type { LookReason } from "@/lib/accounts/give-support-leave";
import type { ContactReason } from "@/lib/accounts/look-at-contact";

/** Why support looks at a member's data, as the member and support both read it. */
export const lookReasonNames: Record<LookReason, string> = {
  member_asked: "The member asked for help",
  connection_trouble: "A connection does not work",
  billing_question: "A question about billing",
  security_concern: "A concern about security",
};

/** Why staff look at how to reach a member. */
export const contactReasonNames: Record<ContactReason, string> = {
  login_reported: "A login was reported as not the member's",
  security_concern: "A concern about security",
  mail_fails: "Mail does not reach the member",
  member_asked: "The member asked to be called",
};

const names = { "support.look": lookReasonNames, "contact.look": contactReasonNames };
export function lookReasonName({ what, reason }: { what: keyof typeof names; reason: string }): string {
  return Object.entries(names[what]).find(([known]) => known === reason)?.[1] ?? reason;
}
