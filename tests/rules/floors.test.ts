import { describe, expect, test } from "vitest";
import { brokenFloors } from "./broken-floors";
import { mayImport, nouns } from "./floors";
import { parseRepository, parseSources } from "./parse-sources";
import type { Sources } from "./sources";
import { strayPackages } from "./stray-packages";

const floorsBrokenBy = (planted: Sources) => brokenFloors(parseSources(planted));
const packagesAstrayIn = (planted: Sources) => strayPackages(parseSources(planted));

describe("who may import whom", () => {
  const files = parseRepository();

  test("every file of the repository keeps to the table", () => {
    expect(files.length).toBeGreaterThan(10);
    expect(brokenFloors(files)).toEqual([]);
  });

  test("every package is imported only where it lives", () => {
    expect(strayPackages(files)).toEqual([]);
  });

  test("a noun of the table stands above all that it may import", () => {
    const lower = (noun: string) => nouns.indexOf(noun as (typeof nouns)[number]);
    for (const noun of nouns) {
      const imported = (mayImport[`lib/${noun}`] ?? []).filter((place) => place.startsWith("lib/") && place !== "lib/base");
      for (const place of imported) expect(lower(place.slice(4)), `${noun} imports ${place}`).toBeLessThan(lower(noun));
    }
  });
});

describe("planted violations are reported", () => {
  test.each([
    ["app to db", { "app/x/page.tsx": `import { db } from "@/db/client"` }],
    ["app to db, for a type only", { "app/x/page.tsx": `import type { Row } from "@/db/schema"` }],
    ["app to db, by a dynamic import", { "app/x/page.tsx": `const { db } = await import("@/db/client")` }],
    ["app to db, by a relative path", { "app/x/page.tsx": `import { db } from "../../db/client"` }],
    ["app to db, inside markup", { "app/x/page.tsx": `export const X = () => <p>{import("@/db/client")}</p>` }],
    ["a noun to a higher one", { "lib/audit/record.ts": `import { charge } from "@/lib/billing/charge"` }],
    ["a noun to one that its row leaves out", { "lib/vault/open.ts": `import { send } from "@/lib/notices/send"` }],
    ["a noun that passes a higher one on", { "lib/terms/prices.ts": `export { charge } from "@/lib/billing/charge"` }],
    ["an import type of a higher noun", { "lib/terms/prices.ts": `export type C = import("@/lib/billing/charge").Charge` }],
    ["a noun to app", { "lib/web/guard.ts": `import { Page } from "@/app/x/page"` }],
    ["a noun to lib/web", { "lib/policy/controls.ts": `import { guard } from "@/lib/web/guard"` }],
    ["worker to lib/web", { "worker.ts": `import { guard } from "@/lib/web/guard"` }],
    ["a noun without a database to db", { "lib/keys/sign.ts": `import { db } from "@/db/client"` }],
    ["middleware to accounts", { "middleware.ts": `import { login } from "@/lib/accounts/login"` }],
    ["a noun to sandbox", { "lib/platforms/list.ts": `import { world } from "@/sandbox/platform/world"` }],
    ["a script to sandbox", { "scripts/start.ts": `import { world } from "@/sandbox/platform/world"` }],
    ["sandbox to a noun", { "sandbox/stripe/serve.ts": `import { charge } from "@/lib/billing/charge"` }],
    ["a noun to scripts", { "lib/keys/make.ts": `import { keys } from "@/scripts/keys"` }],
    ["a noun that the table lacks", { "lib/helpers/sum.ts": "export const sum = 1" }],
    ["a top folder that the table lacks", { "src/sum.ts": "export const sum = 1" }],
  ])("%s", (_, planted) => {
    expect(floorsBrokenBy(planted as Sources)).toHaveLength(1);
  });

  test("text that only looks like an import is not one", () => {
    const innocent =
      '// import "@/db/client"\nexport const X = () => <p>import x from "@/db/client"</p>;\nexport const s = `import "@/db/client"`;';
    expect(floorsBrokenBy({ "app/x/page.tsx": innocent })).toEqual([]);
  });

  test.each([
    ["stripe in a page", { "app/x/page.tsx": `import Stripe from "stripe"` }],
    ["the query builder in a page", { "app/x/page.tsx": `import { eq } from "drizzle-orm"` }],
    ["request headers in a page", { "app/layout.tsx": `import { headers } from "next/headers"` }],
    ["cookies in a noun", { "lib/accounts/login.ts": `import { cookies } from "next/headers"` }],
    ["mail outside notices", { "lib/accounts/login.ts": `import { createTransport } from "nodemailer"` }],
    ["a socket in a noun", { "lib/platforms/list.ts": `import { connect } from "node:tls"` }],
    ["password hashing in the worker", { "worker.ts": `import { hash } from "@node-rs/argon2"` }],
  ])("%s", (_, planted) => {
    expect(packagesAstrayIn(planted as Sources)).toHaveLength(1);
  });
});
