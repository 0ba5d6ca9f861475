import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { builtModules } from "@/tests/rules/built-modules";
import { repositoryRoot } from "@/tests/rules/sources";
import { workerOnly } from "@/tests/rules/worker-only";

const planted = mkdtempSync(join(tmpdir(), "holdfast-built-"));
afterAll(() => rmSync(planted, { recursive: true }));

test("what Next built for web holds nothing that opens credentials or holds their keys", () => {
  const modules = builtModules(repositoryRoot);
  expect(modules).toContain("app/layout.tsx");
  expect(modules.filter((path) => workerOnly.test(path))).toEqual([]);
});

test("a build that is not there is no proof", () => {
  expect(() => builtModules(join(planted, "nothing"))).toThrow("no page of the app is in the build");
});

test("the opening module is found in a build that holds it, whether compiled in or shipped beside", () => {
  const server = join(planted, ".next", "server");
  mkdirSync(server, { recursive: true });
  writeFileSync(join(server, "page.js.map"), JSON.stringify({ sources: ["../../app/page.tsx", "../../lib/vault/open-credential.ts"] }));
  writeFileSync(
    join(server, "page.js.nft.json"),
    JSON.stringify({ files: ["../../lib/keys/local-keyring.ts", "../../node_modules/jose/index.js"] }),
  );
  expect(builtModules(planted).filter((path) => workerOnly.test(path))).toEqual([
    "lib/keys/local-keyring.ts",
    "lib/vault/open-credential.ts",
  ]);
});
