/** Why a network or an account is shut out for a time, as a code. */
export const blockReasons = ["password_guessing", "forged_messages", "misuse", "taken_over", "incident"] as const;
export type BlockReason = (typeof blockReasons)[number];

/** For how long, in hours: none stays for good, since addresses change hands and people come back. */
export const blockHours = [1, 24, 168, 720] as const;
