import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { entryOf } from "@/scripts/bundle.mjs";
import { brokenReferences, missingPrograms } from "./broken-references";
import { readSources, repositoryRoot } from "./sources";

const exists = (path: string) => existsSync(join(repositoryRoot, path));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8")));

test("documents point only at files and commands that are there", () => {
  const documents = Object.fromEntries(Object.entries(readSources()).filter(([path]) => path.endsWith(".md")));
  expect(Object.keys(documents)).toContain("README.md");
  expect(brokenReferences(documents, exists, Object.keys(scripts))).toEqual([]);
});

test("every npm script has its program", () => {
  expect(missingPrograms(scripts, entryOf, exists)).toEqual([]);
});

test.each([
  ["a link to a file that is not there", "see [the guide](guide.md)"],
  ["a picture that is not there", "![home](images/home.png)"],
  ["a command that is not there", "run `npm run fly`"],
  ["a command with arguments that is not there", "run `npm run fly -- high`"],
])("%s is reported", (_, text) => {
  expect(brokenReferences({ "docs/a.md": text }, () => false, ["start"])).toHaveLength(1);
});

test("links to other sites, to a heading, and npm's own commands are not", () => {
  const text = "[site](https://example.org/a) [above](#above) `npm ci` `npm start` `npm run start`";
  expect(brokenReferences({ "README.md": text }, () => false, ["start"])).toEqual([]);
});

test("an npm script without its program is reported", () => {
  expect(missingPrograms({ fly: "exec node scripts/run.mjs fly" }, entryOf, () => false)).toEqual([
    "npm run fly: there is no scripts/fly.ts",
  ]);
});
