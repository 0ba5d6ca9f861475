import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { brokenRecords } from "./broken-records";
import { forbiddenWordsIn } from "./forbidden-words";
import { lockfileFaults } from "./lockfile";
import { readSources, repositoryRoot } from "./sources";

describe("the repository's texts", () => {
  const sources = readSources();

  test("name no machine, registry, tracker number or unfinished work", () => {
    expect(forbiddenWordsIn(sources)).toEqual([]);
  });

  test("record decisions in one shape", () => {
    expect(Object.keys(sources).filter((path) => path.startsWith("docs/decisions/")).length).toBeGreaterThan(5);
    expect(brokenRecords(sources)).toEqual([]);
  });

  test("lock every package by its contents, on every platform", () => {
    expect(lockfileFaults(readFileSync(`${repositoryRoot}package-lock.json`, "utf8"))).toEqual([]);
  });
});

describe("planted faults are reported", () => {
  const slash = "/";
  test.each([
    ["a path of one machine", `const home = "${slash}work/main";`],
    ["a home directory", `const home = "${slash}home/ada/holdfast";`],
    ["a temporary path", `const home = "${slash}tmp/plan";`],
    ["a tracker number", `// see ${"iss"}ue #12`],
    ["a registry's address", `"https://${"registry"}.example.org/next"`],
    ["unfinished work", `// ${"TO"}DO: later`],
    ["a silenced compiler", `// ${"@ts"}-ignore`],
  ])("%s", (_, line) => {
    expect(forbiddenWordsIn({ "lib/a/b.ts": `one\n${line}\n` })).toHaveLength(1);
  });

  const record = [
    "# 099. A title",
    "Date: 2026-11-24",
    "## Context",
    "a",
    "## Decision",
    "b",
    "## Consequences",
    "c",
    "## What would change our mind",
    "d",
  ];
  const recordWith = (name: string, lines: string[]) => brokenRecords({ [`docs/decisions/${name}`]: lines.join("\n") });

  test("a record in good shape has no fault", () => {
    expect(recordWith("099-a-title.md", record)).toEqual([]);
  });

  test.each([
    ["a record with a wrong number", "098-a-title.md", record],
    ["a record without a number", "a-title.md", record],
    ["a record without a date", "099-a-title.md", record.with(1, "soon")],
    ["a record without consequences", "099-a-title.md", record.with(6, "")],
    ["a record that is too short", "099-a-title.md", record.slice(0, 9)],
    ["a record that is too long", "099-a-title.md", [...record, ..."x".repeat(21)]],
  ])("%s", (_, name, lines) => {
    expect(recordWith(name, lines)).not.toEqual([]);
  });

  const lockOf = (packages: Record<string, object>) => JSON.stringify({ packages });
  test.each([
    ["a locked package bound to a host", { "node_modules/a": { integrity: "x", resolved: "https://mirror.example.org/a.tgz" } }],
    ["a locked package without a checksum", { "node_modules/a": {} }],
    ["a platform's package that the lock lacks", { "": { optionalDependencies: { "a-win32-x64": "1.0.0" } } }],
  ])("%s", (_, packages) => {
    expect(lockfileFaults(lockOf(packages))).toHaveLength(1);
  });

  test("an optional package is found where Node would find it", () => {
    const packages = {
      "node_modules/a": { integrity: "x", optionalDependencies: { b: "1.0.0", c: "1.0.0" } },
      "node_modules/a/node_modules/b": { integrity: "x" },
      "node_modules/c": { integrity: "x" },
    };
    expect(lockfileFaults(lockOf(packages))).toEqual([]);
  });
});
