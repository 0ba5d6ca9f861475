import leaked from "@/lib/passwords/leaked-passwords.json";

/** Phrases that everybody knows, as letters and digits alone. */
const famous = [
  "correcthorsebatterystaple",
  "thequickbrownfoxjumpsoverthelazydog",
  "tobeornottobethatisthequestion",
  "maytheforcebewithyou",
  "iamyourfatherluke",
  "onceuponatimethere",
  "itwasthebestoftimesitwastheworstoftimes",
  "ourfatherwhoartinheaven",
  "wethepeopleoftheunitedstates",
];
const leakedPasswords = new Set(leaked.passwords);
const famousPhrases = new Set(famous);

/**
 * Whether a password is on a list that is shipped with the product: passwords of 15 characters or more that were leaked and are common
 * (their source and licence stand in the file), and famous phrases. Case does not matter; for phrases, nor do spaces and punctuation.
 */
export function isListed(password: string): "breached" | "common" | null {
  const lower = password.toLowerCase();
  if (leakedPasswords.has(lower)) return "breached";
  return famousPhrases.has(lower.replace(/[^\p{L}\p{N}]/gu, "")) ? "common" : null;
}
