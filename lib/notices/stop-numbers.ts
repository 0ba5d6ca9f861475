import type { StoppableKind } from "@/lib/notices/kinds";

/** The number of each kind of mail in a link that stops it. Links in old mails hold them: none may change its meaning. */
export const stopNumbers: Record<StoppableKind, number> = { questions: 1, offers: 2, work: 3, connection: 4, digest: 5 };

/** What is stopped, as a sentence has it. */
export const stopNames: Record<StoppableKind, string> = {
  questions: "offers that wait for your answer",
  offers: "offers that fit your rules",
  work: "your accepted work",
  connection: "your connections",
  digest: "what happened in a day",
};

export function kindOfNumber(number: number): StoppableKind | null {
  const kinds = Object.keys(stopNumbers) as StoppableKind[];
  return kinds.find((kind) => stopNumbers[kind] === number) ?? null;
}
