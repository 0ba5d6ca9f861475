import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { findPolicy, policyInForce, policyVersions, takesEffect } from "@/lib/terms/policy";
import type { PolicyDocument } from "@/lib/terms/policy-document";
import { prices } from "@/lib/terms/prices";

const versions = policyVersions.map((one) => [one.version, one] as const);
const clausesOf = ({ sections }: PolicyDocument) => sections.flatMap((section) => section.clauses);
const policy = policyVersions[0] ?? policyInForce();
const clauses = policy.sections.flatMap((section) => section.clauses.map(({ id, text }) => ({ section: section.number, id, text })));

const committed = [
  ["0.1", "0.2", "0.3", "0.4"],
  ["1"],
  ["2.1a", "2.1b", "2.2a", "2.2b"],
  ["3a", "3b", "3c", "3d"],
  ["4a", "4b", "4c", "4d"],
  ["5a", "5b", "5c", "5d"],
  ["6a", "6b", "6c", "6d"],
  ["7a", "7b", "7c"],
  ["8a", "8b", "8c", "8d"],
  ["9"],
  ["10a", "10b", "10c", "10d", "10e"],
  ["11"],
];

test("the policy holds every clause that was committed to, under its number and in its section", () => {
  expect(policy.sections.map((section) => section.clauses.map(({ id }) => id))).toEqual(committed);
  expect(policy.sections.map(({ number }) => number)).toEqual(committed.map((_, number) => number));
});

test("every clause and every section says something", () => {
  expect(clauses.filter(({ text }) => text.length < 30)).toEqual([]);
  expect(policy.sections.filter(({ title }) => title.length < 3)).toEqual([]);
});

test.each(versions)("version %s states the prices that it names", (_, one) => {
  const stated = clausesOf(one)
    .find(({ id }) => id === "0.2")
    ?.text.match(/\$\d+\.\d\d/g);
  const { monthlyCents, unitCents } = one.prices;
  expect(stated).toEqual([monthlyCents, unitCents].map((cents) => `$${(cents / 100).toFixed(2)}`));
});

test("the prices of the version in force, and of each that is announced, are those that are charged", () => {
  const { monthlyCents, unitCents } = prices;
  for (const one of policyVersions.filter((each) => takesEffect(each) >= takesEffect(policyInForce())))
    expect(one.prices).toEqual({ monthlyCents, unitCents });
});

test("each version is in effect from the day that names it, and later ones come later", () => {
  expect(findPolicy("2026-03-04")?.effective).toBe("2026-03-04");
  for (const [version, { effective }] of versions) expect(version.replace(/[a-z]$/, "")).toBe(effective);
  const ids = versions.map(([version]) => version);
  expect(ids).toEqual([...new Set(ids)].toSorted().toReversed());
});

/** What was agreed to stays word for word. A revision is a new file; its own line is added here when it is published. */
const published: Record<string, string> = {
  "2026-03-04": "f358a2e10af81f438db46683752ce3a3e23806c3f5a3ca5084ca16bcf4a20df1",
};
test.each(versions)("the words of version %s are those that were published", (version, one) => {
  expect(createHash("sha256").update(JSON.stringify(one)).digest("hex")).toBe(published[version]);
});
