import { expect, test } from "vitest";
import { parseRepository, parseSources } from "./parse-sources";
import type { Sources } from "./sources";
import { sharedJudgements } from "./verifier";

test("the check from outside shares with the service that it checks what decision 091 names, and nothing else", () => {
  const files = parseRepository();
  expect(files.filter(({ path }) => path.startsWith("scripts/policy-verify/")).length).toBeGreaterThan(10);
  expect(sharedJudgements(files)).toEqual([]);
});

test.each([
  [
    "the service's idea of good headers",
    { "scripts/policy-verify/look.ts": `import { securityHeaders } from "@/lib/edge/security-headers";` },
  ],
  ["its hash of a statement", { "scripts/policy-verify/read.ts": `export { statementHash } from "@/lib/policy/statement";` }],
  ["its database", { "scripts/policy-verify.ts": `const { transaction } = await import("@/db/client");` }],
] as const)("%s is reported", (_, planted) => {
  expect(sharedJudgements(parseSources(planted as unknown as Sources))).toHaveLength(1);
});

test("types, its own files and the attempt to log in are not", () => {
  const text = [
    `import type { ClauseId } from "@/lib/terms/policy";`,
    `import { tryLogins } from "@/lib/policy/try-logins";`,
    `import { Failure } from "@/scripts/failure";`,
    `import { holds } from "./observation";`,
    `import { z } from "zod";`,
  ].join("\n");
  expect(sharedJudgements(parseSources({ "scripts/policy-verify/look.ts": text }))).toEqual([]);
});
