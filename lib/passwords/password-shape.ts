import type { PasswordFlaw } from "@/lib/passwords/password-rules";

const fewestDistinct = 6;
/** What must be left once everything that a guesser tries first is taken out. */
const fewestLeft = 8;

/** The length of the piece that a text repeats from its beginning to its end, at least twice; its own length where it repeats none. */
function period(characters: readonly string[]): number {
  const borders: number[] = [0];
  let border = 0;
  for (let index = 1; index < characters.length; index += 1) {
    while (border > 0 && characters[index] !== characters[border]) border = borders[border - 1] ?? 0;
    if (characters[index] === characters[border]) border += 1;
    borders.push(border);
  }
  const shortest = characters.length - border;
  return shortest * 2 <= characters.length ? shortest : characters.length;
}

/** What is left when runs of one character, and of characters in the order of their codes, are reduced to the first of each. */
function withoutRuns(text: string): { left: number; same: number; next: number } {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const counts = { left: 0, same: 0, next: 0 };
  codes.forEach((code, index) => {
    const step = Math.abs(code - (codes[index - 1] ?? Number.NaN));
    if (step === 0) counts.same += 1;
    else if (step === 1) counts.next += 1;
    else counts.left += 1;
  });
  return counts;
}

/** The words in what a stranger knows of an account, such as the parts of its e-mail address. */
export function wordsOf(own: readonly string[]): string[] {
  const parts = own.flatMap((item) =>
    item
      .normalize("NFKC")
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  );
  return [...new Set(parts)].filter((part) => part.length >= 3).toSorted((a, b) => b.length - a.length);
}

/**
 * What a look at a password's shape alone finds, without any dictionary and in time that grows with its length: a piece shorter than
 * `shortest` characters over and over, characters in a row, or little besides the account's own words.
 */
export function shapeFlaw(text: string, own: readonly string[], shortest: number): PasswordFlaw | null {
  const lower = text.toLowerCase();
  const characters = [...lower];
  const piece = period(characters);
  if (new Set(characters).size < fewestDistinct || (piece < characters.length && piece < shortest)) return "repetitive";
  const runs = withoutRuns(lower);
  if (runs.left < fewestLeft) return runs.same > runs.next ? "repetitive" : "sequential";
  const rest = wordsOf(own).reduce((left, word) => left.replaceAll(word, ""), lower);
  return rest !== lower && withoutRuns(rest).left < fewestLeft ? "own_data" : null;
}
