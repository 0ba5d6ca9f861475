import { compareWords, type Run } from "@/lib/terms/compare-words";
import type { PolicyDocument } from "@/lib/terms/policy-document";

/** A part of the policy that two versions do not say alike. */
export interface Change {
  /** Where it stands: a clause's id, or what else it is. */
  place: { clause: string } | { heading: string };
  kind: "changed" | "added" | "removed";
  runs: Run[];
}

type Part = { place: Change["place"]; text: string };
const money = (cents: number) => `$${(cents / 100).toFixed(2)}`;

/** A version as parts that can be told apart by their keys, in the order of reading. */
function partsOf({ prices, notices, sections, title }: PolicyDocument): Map<string, Part> {
  const heading = (name: string, text: string): [string, Part] => [name, { place: { heading: name }, text }];
  return new Map<string, Part>([
    heading("Title", title),
    heading("Price", `${money(prices.monthlyCents)} a month, ${money(prices.unitCents)} for each accepted work order`),
    ...sections.flatMap((section) => [
      heading(`Title of section ${section.number}`, section.title),
      ...section.clauses.map(({ id, text }): [string, Part] => [`clause ${id}`, { place: { clause: id }, text }]),
    ]),
    heading("Notices", notices.join(" ")),
  ]);
}

/** What changed from one version to another, in the order of the later one; what is gone comes last. Empty when both say the same. */
export function compareVersions(earlier: PolicyDocument, later: PolicyDocument): Change[] {
  const [before, after] = [partsOf(earlier), partsOf(later)];
  const changed = [...after].flatMap(([key, { place, text }]): Change[] => {
    const old = before.get(key)?.text;
    if (old === text) return [];
    return [{ place, kind: old === undefined ? "added" : "changed", runs: compareWords(old ?? "", text) }];
  });
  const removed = [...before].filter(([key]) => !after.has(key));
  return [...changed, ...removed.map(([, { place, text }]): Change => ({ place, kind: "removed", runs: compareWords(text, "") }))];
}
