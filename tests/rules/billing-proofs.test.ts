import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "./sources";

const text = readFileSync(join(repositoryRoot, "docs/billing.md"), "utf8");

/** What is wrong with the table of faults and effects: proofs that are not there, cells that name nothing, and cells that are empty. */
function brokenProofs(document: string, read: (path: string) => string | null): string[] {
  const proofs = [...document.matchAll(/^\| (\w+) \| "(.+)" \| `(\S+)` \|$/gm)];
  const reasons = [...document.matchAll(/^- \*\*(R\d+)\*\*/gm)].map(([, id]) => id ?? "");
  const known = new Set([...proofs.map(([, id]) => id ?? ""), ...reasons]);
  const missing = proofs.filter(([, , name = "", path = ""]) => !read(path)?.includes(`"${name}"`)).map(([, id]) => `${id}: no such test`);
  const [table = ""] = document.split("## Proofs");
  const rows = table.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| fault"));
  const cells = rows.flatMap((row) => row.split("|").slice(2, -1)).flatMap((cell) => cell.split(","));
  return [
    ...missing,
    ...cells
      .map((cell) => cell.trim())
      .filter((cell) => !known.has(cell))
      .map((cell) => `a cell names ${cell || "nothing"}`),
  ];
}

const readFile = (path: string) => (existsSync(join(repositoryRoot, path)) ? readFileSync(join(repositoryRoot, path), "utf8") : null);

test("every fault has an answer for every effect, and every proof is a test of that name", () => {
  expect(text.match(/^\| `error_500_before` \|/m)).not.toBeNull();
  expect(brokenProofs(text, readFile)).toEqual([]);
});

test.each([
  ["a proof whose test has another name", '| a | b |\n|---|---|\n| a crash | A1 |\n## Proofs\n| A1 | "it works" | `a.test.ts` |', 1],
  ["an empty cell", "| fault | b |\n|---|---|\n| a crash |  |\n## Proofs", 1],
  ["a cell that names what is not there", "| fault | b |\n|---|---|\n| a crash | R9 |\n## Proofs", 1],
  ["one of two in a cell", "| fault | b |\n|---|---|\n| a crash | R1, R9 |\n## Proofs\n- **R1** Since.", 1],
])("%s is reported", (_, document, number) => {
  expect(brokenProofs(document.replace("| a | b |", "| fault | b |"), () => 'test("another"')).toHaveLength(number);
});
