import type { Sources } from "./sources";

interface ForbiddenWord {
  why: string;
  pattern: RegExp;
}

/** This file spells them in pieces or by shape, so that it does not report itself. */
const forbiddenWords: ForbiddenWord[] = [
  { why: "a path of one machine", pattern: /(?<![\w.-])\/(work|root|home\/\w+)\// },
  { why: "a temporary path of one machine", pattern: /\/tmp\/[a-z]/ },
  { why: "a number of a tracker: say what and why instead", pattern: /\bissues?\s+#?\d/i },
  {
    why: "a registry's address: the lockfile pins contents, not hosts",
    pattern: /https?:\/\/[\w.-]*(registry|artifactory|nexus|verdaccio)[\w.-]*/i,
  },
  { why: "unfinished work: what is not built is absent", pattern: /\b(TO{1}DO|FIX{1}ME|X{3})\b/ },
  { why: "a silenced compiler", pattern: /@ts-(ignore|nocheck|expect-error)/ },
];

/** Lines that name what does not belong in a repository that strangers read. */
export function forbiddenWordsIn(sources: Sources): string[] {
  return Object.entries(sources).flatMap(([path, text]) =>
    text
      .split("\n")
      .flatMap((line, index) =>
        forbiddenWords
          .filter(({ pattern }) => pattern.test(line))
          .map(({ why }) => `${path}:${index + 1}: ${why}: ${line.trim().slice(0, 80)}`),
      ),
  );
}
