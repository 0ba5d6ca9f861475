import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderWireTable } from "@/sandbox/platform/render-wire-table";
import { assigneeFields, listFields, meFields, problemFields, requestFields, tokenFields } from "@/sandbox/platform/wire";
import { orderFields } from "@/sandbox/platform/wire-order";
import { control, givenSandbox } from "@/tests/sandbox/support/given-sandbox";
import { givenProvider } from "@/tests/sandbox/support/platform-client";
import { differences, pathsOf } from "@/tests/sandbox/support/wire-paths";

const page = "docs/platforms/field-nation-wire.md";

test("the page about the wire is what the tables say", () => {
  if (process.env.UPDATE_PAGES === "yes") writeFileSync(page, renderWireTable());
  expect(readFileSync(page, "utf8")).toBe(renderWireTable());
});

test("every field of an order that is served names its source, and every field named is served", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  const variants = [
    { mode: "exact", localShape: "object" },
    { mode: "between", localShape: "object" },
    { mode: "hours", localShape: "string" },
    { mode: "exact", localShape: "string", payType: "hourly", kind: "request" },
  ];
  const ids: number[] = [];
  for (const variant of variants) ids.push((await control(sandbox, "POST", "/__offers", variant)).id);
  await sam.accept(ids[0] ?? 0);
  await sam.api("POST", `/workorders/${ids[3]}/requests`, { notes: "" });
  const served = await Promise.all(ids.map((id) => sam.api("GET", `/workorders/${id}`)));
  const bodies = served.map((reply) => reply.body);
  expect(differences(bodies, orderFields)).toEqual([]);
  const marked = served.flatMap((reply) => pathsOf(reply.body, "", (leaf) => String(leaf).includes("HFM-")));
  expect(marked.filter((path) => !orderFields[path]?.[1]?.startsWith("never kept"))).toEqual([]);
  expect(new Set(marked).size).toBeGreaterThanOrEqual(20);
});

test("the other replies name their sources too", async () => {
  const sandbox = await givenSandbox();
  const sam = await givenProvider(sandbox, "sam");
  expect(differences([await sam.logIn()], tokenFields)).toEqual([]);
  expect(differences([(await sam.api("GET", "/users/me")).body], meFields)).toEqual([]);
  expect(differences([(await sam.api("GET", "/workorders?list=workorders_available")).body], listFields)).toEqual([]);
  const routed = await control(sandbox, "POST", "/__offers", {});
  const asked = await control(sandbox, "POST", "/__offers", { kind: "request" });
  expect(differences([(await sam.accept(routed.id)).body], assigneeFields)).toEqual([]);
  expect(differences([(await sam.api("POST", `/workorders/${asked.id}/requests`, {})).body], requestFields)).toEqual([]);
  const problems = [];
  for (const fault of ["taken_401", "conflict_refresh", "rate_limited"]) {
    await control(sandbox, "POST", "/__faults", { target: "platform", fault });
    problems.push((await sam.accept(asked.id)).body);
  }
  expect(differences(problems, problemFields)).toEqual([]);
});
