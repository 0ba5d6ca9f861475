import type { ContactReason } from "@/lib/accounts/look-at-contact";

/** Why staff look at how to reach a member, as they choose it. */
export const contactReasonNames: Record<ContactReason, string> = {
  login_reported: "A login was reported as not the member's",
  security_concern: "A concern about security",
  mail_fails: "Mail does not reach the member",
  member_asked: "The member asked to be called",
};
