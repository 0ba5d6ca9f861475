import { expect, test } from "vitest";
import { policy } from "@/lib/terms/policy";
import { prices } from "@/lib/terms/prices";

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

test("the price that the policy states is the price that is charged", () => {
  const stated = clauses.find(({ id }) => id === "0.2")?.text.match(/\$\d+\.\d\d/g);
  expect(stated).toEqual([prices.monthlyCents, prices.unitCents].map((cents) => `$${(cents / 100).toFixed(2)}`));
});

test("the policy is in effect from the day that names its version", () => {
  expect(policy.effective).toBe("2026-03-04");
  expect(policy.version.startsWith(policy.effective)).toBe(true);
});
