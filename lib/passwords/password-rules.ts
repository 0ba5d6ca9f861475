const flaws = ["too_short", "too_long", "common", "breached", "repetitive", "sequential", "padded_common_word", "own_data"] as const;
/** Why a password is refused. */
export type PasswordFlaw = (typeof flaws)[number];

export function isFlaw(text: string): text is PasswordFlaw {
  return flaws.some((flaw) => flaw === text);
}

/** In characters after NFKC, as a person counts them: code points (NIST SP 800-63B-4). */
export const shortestPassword = 15;
/** In UTF-8. Longer ones are refused rather than cut. */
export const longestPasswordBytes = 1_024;

/** What looks alike to a keyboard is one password, to every rule and to the hash. */
export function normalisePassword(password: string): string {
  return password.normalize("NFKC");
}

/** How many characters a password still lacks; 0 when it is long enough. */
export function missingCharacters(password: string): number {
  return Math.max(0, shortestPassword - [...normalisePassword(password)].length);
}
