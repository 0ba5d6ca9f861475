import type { Sources } from "./sources";

const folder = "docs/decisions/";
const headings = ["## Context", "## Decision", "## Consequences", "## What would change our mind"];
const fewestLines = 10;
const mostLines = 30;

/** Decision records that miss a heading, a date, their number, or the measure of ten to thirty lines. */
export function brokenRecords(sources: Sources): string[] {
  const records = Object.entries(sources).filter(([path]) => path.startsWith(folder));
  const numbers = records.map(([path]) => path.slice(folder.length).slice(0, 3));
  const twice = numbers.filter((number, index) => numbers.indexOf(number) !== index);
  return [
    ...twice.map((number) => `${folder}: ${number} is used twice`),
    ...records.flatMap(([path, text]) => faultsOf(path.slice(folder.length), text).map((fault) => `${path}: ${fault}`)),
  ];
}

function faultsOf(name: string, text: string): string[] {
  const lines = text.trimEnd().split("\n");
  const at = headings.map((heading) => lines.indexOf(heading));
  const faults: string[] = [];
  if (!/^\d{3}-[a-z0-9-]+\.md$/.test(name)) faults.push("its name is not NNN-title.md");
  if (!lines[0]?.startsWith(`# ${name.slice(0, 3)}. `)) faults.push("its title does not begin with its number");
  if (!/^Date: \d{4}-\d{2}-\d{2}$/m.test(text)) faults.push("it has no date");
  faults.push(...headings.filter((_, index) => at[index] === -1).map((heading) => `it lacks "${heading}"`));
  if (at.every((line) => line >= 0) && at.some((line, index) => index > 0 && line < (at[index - 1] ?? 0)))
    faults.push("its headings are out of order");
  if (lines.length < fewestLines || lines.length > mostLines) faults.push(`${lines.length} lines, ${fewestLines} to ${mostLines} wanted`);
  return faults;
}
