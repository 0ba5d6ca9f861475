import { array, assert, constantFrom, property } from "fast-check";
import { expect, test } from "vitest";
import { compareVersions } from "@/lib/terms/compare-versions";
import { compareWords } from "@/lib/terms/compare-words";
import { policyInForce } from "@/lib/terms/policy";

const read = (runs: ReturnType<typeof compareWords>, without: "gone" | "new") =>
  runs
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join(" ");

test("a changed word is marked, and the words around it are not", () => {
  expect(compareWords("Logs are kept for 30 days.", "Logs are kept for 14 days.")).toEqual([
    { at: 0, kind: "same", text: "Logs are kept for" },
    { at: 1, kind: "gone", text: "30" },
    { at: 2, kind: "new", text: "14" },
    { at: 3, kind: "same", text: "days." },
  ]);
});

test("whatever changed, what stays and goes is the earlier text, and what stays and comes the later one", () => {
  const texts = array(constantFrom("a", "b", "c", "keys,", "days."), { maxLength: 12 }).map((words) => words.join(" "));
  assert(
    property(texts, texts, (earlier, later) => {
      const runs = compareWords(earlier, later);
      expect([read(runs, "new"), read(runs, "gone")]).toEqual([earlier, later]);
      expect(runs.every(({ kind }) => kind === "same")).toBe(earlier === later);
    }),
  );
});

test("between versions, changed, added and removed clauses are named, and the price", () => {
  const one = policyInForce();
  const other = {
    ...one,
    version: "2099-01-01",
    prices: { ...one.prices, unitCents: 3_000 },
    sections: one.sections.map((section) => {
      if (section.number === 7)
        return { ...section, clauses: section.clauses.map((it) => (it.id === "7c" ? { ...it, text: `${it.text} So.` } : it)) };
      if (section.number === 9) return { ...section, clauses: [{ id: "9a", text: "Another." }] };
      return section;
    }),
  };
  expect(compareVersions(one, one)).toEqual([]);
  expect(compareVersions(one, other).map(({ place, kind }) => [Object.values(place)[0], kind])).toEqual([
    ["Price", "changed"],
    ["7c", "changed"],
    ["9a", "added"],
    ["9", "removed"],
  ]);
});
