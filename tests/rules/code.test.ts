import { describe, expect, test } from "vitest";
import { barrels, longFiles } from "./file-shape";
import { parseSources } from "./parse-sources";
import { readSources, type Sources } from "./sources";
import { strayReadsIn } from "./stray-reads";

const readsAstrayIn = (planted: Sources) => strayReadsIn(parseSources(planted));

describe("the repository's code", () => {
  const sources = readSources();
  const files = parseSources(sources);

  test("only lib/base/env reads the environment, only scripts print, pages get no headers, nothing is any", () => {
    expect(strayReadsIn(files)).toEqual([]);
  });

  test("no file is longer than a reader's patience", () => {
    expect(longFiles(sources)).toEqual([]);
  });

  test("no file only passes others on", () => {
    expect(barrels(files)).toEqual([]);
  });
});

describe("planted violations are reported", () => {
  test.each([
    ["the environment in a noun", { "lib/accounts/login.ts": "export const url = process.env.PUBLIC_URL;" }],
    ["the environment in a page", { "app/page.tsx": `export const mode = process.env["NODE_ENV"];` }],
    ["console in a noun", { "lib/accounts/login.ts": `console.log("in");` }],
    ["console in a test", { "tests/domain/login.test.ts": `console.error("in");` }],
    ["a header read in a handler", { "app/api/x/route.ts": `export const GET = (r: Request) => r.headers.get("host");` }],
    ["a call outward in a noun", { "lib/platforms/list.ts": `await fetch("https://example.org");` }],
    ["any as a parameter", { "lib/accounts/login.ts": "export const login = (form: any) => form;" }],
    ["any as a cast", { "tests/domain/login.test.ts": "export const form = {} as any;" }],
  ])("%s", (_, planted) => {
    expect(readsAstrayIn(planted as Sources)).toHaveLength(1);
  });

  test("the environment may be read by lib/base/env, and set by tests for their children", () => {
    const allowed = { "lib/base/env.ts": "export const e = process.env;", "tests/support/world.ts": "export const e = process.env;" };
    expect(readsAstrayIn(allowed)).toEqual([]);
  });

  test("a file of 301 lines", () => {
    expect(longFiles({ "lib/a/b.ts": "x\n".repeat(301) })).toHaveLength(1);
    expect(longFiles({ "lib/a/b.ts": "x\n".repeat(300) })).toEqual([]);
  });

  test.each([
    ["an index", { "lib/accounts/index.ts": "export const a = 1;" }],
    ["a file that passes everything on", { "lib/accounts/all.ts": `export * from "./login";` }],
    ["a file that passes several files on", { "lib/accounts/all.ts": `export { a } from "./a";\nexport { b } from "./b";` }],
  ])("%s", (_, planted) => {
    expect(barrels(parseSources(planted as Sources))).toHaveLength(1);
  });
});
