import { describe, expect, test } from "vitest";
import { unguarded } from "./guards";
import { parseRepository, parseSources } from "./parse-sources";
import type { Sources } from "./sources";

const unguardedIn = (planted: Sources) => unguarded(parseSources(planted));

const files = parseRepository();

test("every page names its guard, every action and route handler is made by a wrapper", () => {
  expect(unguarded(files)).toEqual([]);
});

describe("planted violations are reported", () => {
  test.each([
    ["a member's page without a guard", { "app/(member)/x/page.tsx": "export default async function Page() { return null; }" }],
    [
      "a staff page that is guarded as a member's",
      { "app/(staff)/operator/x/page.tsx": "export default async () => { await requireMember(); };" },
    ],
    [
      "a staff page whose permission is not written down",
      { "app/(staff)/operator/x/page.tsx": "export default async (p) => { await requireStaff(p); };" },
    ],
    [
      "a guard that is only imported",
      { "app/(member)/x/page.tsx": `import { requireMember } from "@/lib/web/session";\nexport default () => null;` },
    ],
    ["a bare action", { "app/(member)/x/actions.ts": `"use server";\nexport async function remove() {}` }],
    ["an action of an arrow", { "app/(public)/x/actions.ts": `"use server";\nexport const remove = async () => {};` }],
    ["an action by another wrapper", { "app/(member)/x/actions.ts": `"use server";\nexport const remove = wrapped(async () => {});` }],
    [
      "a staff action that any member may call",
      { "app/(staff)/operator/x/actions.ts": `"use server";\nexport const a = memberAction(s, w);` },
    ],
    ["an action that comes from elsewhere", { "app/(member)/x/actions.ts": `"use server";\nexport { remove } from "./remove";` }],
    ["an action in a file of another name", { "app/(member)/x/remove.ts": `"use server";\nexport async function remove() {}` }],
    ["a bare handler", { "app/api/x/route.ts": "export async function GET() { return new Response(); }" }],
    ["a handler passed on", { "app/api/x/route.ts": `export { serve as POST } from "./serve";` }],
  ])("%s", (_, planted) => {
    expect(unguardedIn(planted as Sources)).toHaveLength(1);
  });
});

test("what is guarded is let through", () => {
  const guarded = {
    "app/(member)/x/page.tsx": "export default async function Page() { const member = await requireFreshProof(); return member.email; }",
    "app/(staff)/operator/x/page.tsx": `export default async () => { await requireStaff("members.read"); };`,
    "app/(member)/x/actions.ts": `"use server";\nexport const keep = memberAction(schema, work);`,
    "app/api/x/route.ts": `export const runtime = "nodejs";\nexport const GET = memberHandler(work);`,
  };
  expect(unguardedIn(guarded)).toEqual([]);
});
