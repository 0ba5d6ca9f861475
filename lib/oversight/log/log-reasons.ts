/** Why staff read the access log, as a code. */
export const logReasons = ["review", "security_concern", "incident", "member_asked"] as const;
export type LogReason = (typeof logReasons)[number];
