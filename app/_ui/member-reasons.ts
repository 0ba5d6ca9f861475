import type { MemberReason } from "@/lib/accounts/read-member";

/** Why staff look at a member's page, as they choose it. */
export const memberReasonNames: Record<MemberReason, string> = {
  member_asked: "The member asked for help",
  billing_question: "A question about billing",
  connection_trouble: "A connection does not work",
  login_reported: "A login was reported as not the member's",
  security_concern: "A concern about security",
  change_of_standing: "To suspend, reinstate or end a membership, or change a role",
  review: "A review of the operator's own work",
};
