import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { threads } from "@/scripts/bundle.mjs";
import { parseRepository, parseSources } from "./parse-sources";
import { repositoryRoot } from "./sources";
import { leakedToWeb, nodeInMiddleware, openingModule, workerOnly } from "./worker-only";

describe("what web's sources reach", () => {
  const files = parseRepository();

  test("no page, handler or entry of web reaches a module that opens credentials", () => {
    expect(leakedToWeb(files)).toEqual([]);
  });

  test("middleware reaches nothing that the edge runtime lacks", () => {
    expect(nodeInMiddleware(files)).toEqual([]);
  });
});

test("a page that reaches the opening module through two others is reported with the way there", () => {
  const planted = parseSources({
    "app/x/page.tsx": `import { a } from "@/lib/vault/store"`,
    "lib/vault/store.ts": `export { b } from "./pick"`,
    "lib/vault/pick.ts": `export const b = () => import("@/lib/vault/open-credential")`,
    "lib/vault/open-credential.ts": "export const open = 1",
  });
  expect(leakedToWeb(planted)).toEqual(["app/x/page.tsx > lib/vault/store.ts > lib/vault/pick.ts > lib/vault/open-credential.ts"]);
});

test("a type of the opening module may be named: the compiler erases it", () => {
  const planted = parseSources({
    "app/x/page.tsx": `import type { Opened } from "@/lib/vault/open-credential"`,
    "lib/vault/open-credential.ts": "export type Opened = string",
  });
  expect(leakedToWeb(planted)).toEqual([]);
});

test("middleware that reaches a module of Node is reported", () => {
  const planted = parseSources({
    "middleware.ts": `import { limit } from "@/lib/edge/limit"`,
    "lib/edge/limit.ts": `import { createHash } from "node:crypto"`,
  });
  expect(nodeInMiddleware(planted)).toEqual(["middleware.ts > lib/edge/limit.ts imports node:crypto"]);
});

describe("what the bundles hold, as esbuild counts it", () => {
  const modulesOf = (entry: string) => {
    const { metafile } = buildSync({
      absWorkingDir: repositoryRoot,
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      platform: "node",
      format: "esm",
      packages: "external",
    });
    return Object.keys(metafile.inputs);
  };

  test("the worker's holds the module that opens credentials", () => {
    expect(modulesOf("worker.ts").filter((path) => openingModule.test(path))).not.toEqual([]);
  });

  test("a thread of the worker's holds what reads calendars, and nothing that opens credentials, holds keys or asks the database", () => {
    const modules = Object.values(threads.worker ?? {}).flatMap(modulesOf);
    expect(modules).toContain("lib/schedule/read-feed.ts");
    expect(modules.filter((path) => /^(db|lib\/(vault|keys|base\/env))/.test(path))).toEqual([]);
  });

  test("the purge's holds no key, no platform and no credential", () => {
    const modules = modulesOf("scripts/purge.ts");
    expect(modules).toContain("lib/oversight/retention/purge.ts");
    expect(
      modules.filter((path) => workerOnly.test(path) || /^lib\/(vault|keys|platforms|connections|billing|outbound)\//.test(path)),
    ).toEqual([]);
  });

  test("web's holds nothing that opens credentials or holds their keys", () => {
    const modules = modulesOf("server.ts");
    expect(modules).toContain("server.ts");
    expect(modules.filter((path) => workerOnly.test(path))).toEqual([]);
  });
});
