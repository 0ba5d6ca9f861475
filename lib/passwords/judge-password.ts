import { guessPassword } from "@/lib/passwords/guess-password";
import {
  longestPasswordBytes,
  missingCharacters,
  normalisePassword,
  type PasswordFlaw,
  shortestPassword,
} from "@/lib/passwords/password-rules";
import { shapeFlaw, wordsOf } from "@/lib/passwords/password-shape";

/** Ten thousand million guesses: beyond what can be tried against a stolen argon2id hash in reasonable time. */
const fewestGuessesPower = 10;
const longestGuessed = 64;

export interface Judgement {
  flaw: PasswordFlaw | null;
  /** From 0, refused, to 4, very strong. */
  strength: 0 | 1 | 2 | 3 | 4;
}

const refused = (flaw: PasswordFlaw): Judgement => ({ flaw, strength: 0 });
const bytes = (text: string) => new TextEncoder().encode(text).length;

/** The whole of a short password; beginning and end of a long one, of which each alone may make it strong. */
function guessedParts(text: string): string[] {
  const characters = [...text];
  if (characters.length <= longestGuessed) return [text];
  return [characters.slice(0, longestGuessed).join(""), characters.slice(-longestGuessed).join("")];
}

/**
 * All that can be said of a password without asking anybody (clause 10a; NIST SP 800-63B-4: length, no composition rules, nothing that is
 * easily guessed). The same code judges in the browser, where it only advises, and in web, which decides.
 * @param own what a stranger knows of the account, such as its e-mail address.
 */
export function judgePassword(password: string, own: readonly string[]): Judgement {
  if (bytes(password) > longestPasswordBytes) return refused("too_long");
  const text = normalisePassword(password);
  if (missingCharacters(text) > 0) return refused("too_short");
  if (bytes(text) > longestPasswordBytes) return refused("too_long");
  const shape = shapeFlaw(text, own, shortestPassword);
  if (shape) return refused(shape);
  const guesses = guessedParts(text).map((part) => guessPassword(part, wordsOf(own)));
  const [best] = guesses.toSorted((a, b) => b.powerOfTen - a.powerOfTen);
  if (!best || best.powerOfTen < fewestGuessesPower) return refused(best?.pattern ?? "common");
  if (best.powerOfTen < 12) return { flaw: null, strength: 2 };
  return { flaw: null, strength: best.powerOfTen < 15 ? 3 : 4 };
}
