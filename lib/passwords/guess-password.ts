import { type MatchExtended, ZxcvbnFactory } from "@zxcvbn-ts/core";
import { dictionary as common, adjacencyGraphs as graphs } from "@zxcvbn-ts/language-common";
import commonWords from "@zxcvbn-ts/language-en/dist/commonWords.json.mjs";
import firstNames from "@zxcvbn-ts/language-en/dist/firstnames.json.mjs";
import wordSequences from "@zxcvbn-ts/language-en/dist/wordSequences.json.mjs";
import type { PasswordFlaw } from "@/lib/passwords/password-rules";

export type Pattern = Extract<PasswordFlaw, "common" | "repetitive" | "sequential" | "padded_common_word" | "own_data">;
export interface Guess {
  /** How many guesses a good guesser needs, as a power of ten. */
  powerOfTen: number;
  /** What most of the password is made of. */
  pattern: Pattern;
}

/** What this service's own name and trade suggest. */
const serviceWords = ["holdfast", "dispatch", "workorder", "technician", "passphrase", "passwort", "changeme"];
/** The estimate tries every way to read 4 as a and $ as s; a few are enough, and bound its work. */
const mostSubstitutions = 4;

const guesser = new ZxcvbnFactory({
  dictionary: { service: serviceWords, ...common, commonWords, firstNames, ...wordSequences },
  graphs,
  l33tMaxSubstitutions: mostSubstitutions,
});
/** Knows keyboards and alphabets but no words: tells whether a listed word is a run of keys. */
const wordless = new ZxcvbnFactory({ graphs, l33tMaxSubstitutions: 0 });

const shapes: Record<string, Pattern> = {
  repeat: "repetitive",
  sequence: "sequential",
  spatial: "sequential",
  wordSequence: "sequential",
  date: "sequential",
  regex: "sequential",
};

function patternOf(match: MatchExtended): Pattern | null {
  if (match.pattern !== "dictionary") return shapes[match.pattern] ?? null;
  if (match.dictionaryName === "userInputs") return "own_data";
  const [shape, ...more] = match.token.length > 3 ? wordless.check(match.token).sequence : [];
  const isShape = shape && more.length === 0 ? shapes[shape.pattern] : undefined;
  return isShape ?? "padded_common_word";
}

/** One character over and over only pads what stands beside it. */
const weightOf = ({ pattern, baseToken, token }: MatchExtended) => (pattern === "repeat" && baseToken.length === 1 ? 1 : token.length);

/**
 * How soon a password is guessed, by @zxcvbn-ts/core over lists of leaked passwords, common words and first names, keyboards, dates
 * and the account's own words.
 * @param text no more than some dozens of characters: the work grows faster than the length.
 */
export function guessPassword(text: string, ownWords: readonly string[]): Guess {
  const { guessesLog10: powerOfTen, sequence } = guesser.check(text, [...ownWords]);
  const [first, ...more] = sequence;
  if (first?.pattern === "dictionary" && first.dictionaryName !== "userInputs" && more.length === 0)
    return { powerOfTen, pattern: "common" };
  const share = new Map<Pattern, number>();
  for (const match of sequence) {
    const pattern = patternOf(match);
    if (pattern) share.set(pattern, (share.get(pattern) ?? 0) + weightOf(match));
  }
  const [most] = [...share].toSorted(([, a], [, b]) => b - a);
  return { powerOfTen, pattern: most?.[0] ?? "padded_common_word" };
}
