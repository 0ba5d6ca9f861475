/** Why staff suspend or terminate an account, as a code; the mail to the member says it in words. */
export const standingReasons = ["asked_by_member", "security_concern", "terms_broken", "unpaid"] as const;
/** On the host no reason is asked for. */
export type StandingReason = (typeof standingReasons)[number] | "asked_on_host";
