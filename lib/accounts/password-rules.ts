const flaws = ["too_short", "too_long", "repetitive", "predictable"] as const;
/** Why a password is refused. */
export type PasswordFlaw = (typeof flaws)[number];

export function isFlaw(text: string): text is PasswordFlaw {
  return flaws.some((flaw) => flaw === text);
}

export const shortestPassword = 15;
/** In UTF-8. Longer ones are refused rather than cut. */
export const longestPasswordBytes = 1_024;

const fewestDistinct = 6;
const fewestOwnCharacters = 8;
const commonParts = [
  "holdfast",
  "password",
  "passwort",
  "passphrase",
  "letmein",
  "welcome",
  "qwerty",
  "qwertz",
  "azerty",
  "asdfgh",
  "zxcvbn",
  "iloveyou",
  "abc",
  "admin",
  "login",
  "changeme",
  "secret",
  "1qaz",
  "2wsx",
  "3edc",
];

/** Drops runs such as 1234, fedcba or aaaa down to their first character. */
function withoutRuns(text: string): string {
  const characters = [...text];
  const step = (index: number) => (characters[index]?.codePointAt(0) ?? 0) - (characters[index - 1]?.codePointAt(0) ?? 0);
  return characters.filter((_, index) => index === 0 || Math.abs(step(index)) > 1).join("");
}

/**
 * What is wrong with a password, or null (clause 10a; NIST SP 800-63B-4: length, no composition rules, nothing easily guessed). Counted
 * in characters after NFKC. It is predictable when less than eight characters remain once the account's own data, common words and
 * runs of neighbouring characters are taken out.
 * @param own what a stranger knows of the account, such as its e-mail address.
 */
export function passwordFlaw(password: string, own: readonly string[]): PasswordFlaw | null {
  const text = password.normalize("NFKC");
  if ([...text].length < shortestPassword) return "too_short";
  if (Buffer.byteLength(text) > longestPasswordBytes || Buffer.byteLength(password) > longestPasswordBytes) return "too_long";
  const lower = text.toLowerCase();
  if (new Set(lower).size < fewestDistinct) return "repetitive";
  const ownParts = own.flatMap((item) => item.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((part) => part.length >= 3);
  const parts = [...ownParts, ...commonParts].toSorted((a, b) => b.length - a.length);
  const rest = withoutRuns(parts.reduce((left, part) => left.replaceAll(part, ""), lower));
  return [...rest].length < fewestOwnCharacters ? "predictable" : null;
}
