/** A run of words that both texts have, or only the earlier or the later one. */
export interface Run {
  kind: "same" | "gone" | "new";
  text: string;
  /** Its place among the runs, from 0. */
  at: number;
}

/** Length of the longest common run of words of every pair of ends, row by row from the back. */
function commonLengths(before: string[], after: string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0));
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const common =
        before[i] === after[j] ? lengthAt(lengths, i + 1, j + 1) + 1 : Math.max(lengthAt(lengths, i + 1, j), lengthAt(lengths, i, j + 1));
      (lengths[i] as number[])[j] = common;
    }
  return lengths;
}
const lengthAt = (lengths: number[][], i: number, j: number): number => lengths[i]?.[j] ?? 0;

/**
 * What changed from one text to another, word by word: the longest common subsequence stays, and of what replaces each other the old comes
 * first. The runs of `same` and `gone` give the earlier text, those of `same` and `new` the later one, up to white space. Its time grows with
 * the product of both lengths: it is made for clauses, not for books.
 */
export function compareWords(earlier: string, later: string): Run[] {
  const [before, after] = [earlier, later].map((text) => text.split(/\s+/).filter(Boolean)) as [string[], string[]];
  const lengths = commonLengths(before, after);
  const runs: { kind: Run["kind"]; words: string[] }[] = [];
  const add = (kind: Run["kind"], word: string) => {
    const last = runs.at(-1);
    if (last?.kind === kind) last.words.push(word);
    else runs.push({ kind, words: [word] });
  };
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [one, other] = [before[i], after[j]];
    if (one !== undefined && one === other) {
      add("same", one);
      i += 1;
      j += 1;
    } else if (one !== undefined && (other === undefined || lengthAt(lengths, i + 1, j) >= lengthAt(lengths, i, j + 1))) {
      add("gone", one);
      i += 1;
    } else if (other !== undefined) {
      add("new", other);
      j += 1;
    }
  }
  return runs.map(({ kind, words }, index) => ({ kind, text: words.join(" "), at: index }));
}
