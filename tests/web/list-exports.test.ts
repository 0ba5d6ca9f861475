import { globSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { may, type Permission, roles } from "@/lib/accounts/permissions";
import { root } from "@/scripts/root";
import { type Everyone, givenEveryone } from "@/tests/support/everyone";
import { makeStale } from "@/tests/support/make-stale";
import { useWorldSettings } from "@/tests/support/own-web";
import { sessionCookie } from "@/tests/support/session-cookie";
import { givenStaff } from "@/tests/support/staff";
import { world } from "@/tests/support/world";

const { web } = world();
const nobody = "018f0000-0000-7000-8000-000000000000";

/** Some two hundred requests, on a machine that may be busy. */
const patience = { timeout: 120_000 };

let as: Everyone["as"];
let member: Everyone["member"];
beforeAll(async () => {
  useWorldSettings();
  ({ as, member } = await givenEveryone());
});

const ask = (path: string, cookie: string, fields: Record<string, string> = { reason: "audit" }) =>
  fetch(`${web}${path}/export`, {
    method: "POST",
    headers: { cookie, origin: web },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });

test(
  "each list is taken as CSV by roles that may, with a reason and a fresh proof, as it is filtered, and by nobody else",
  patience,
  async () => {
    const lists: [path: string, permissions: Permission[]][] = [
      ["/operator/members", ["members.export"]],
      ["/operator/staff", ["staff.read", "lists.export"]],
      ["/operator/invites", ["invites.read", "lists.export"]],
      ["/operator/invites/asks", ["invites.read", "lists.export"]],
      ["/operator/reports", ["reports.read", "lists.export"]],
      ["/operator/reports/outside", ["reports.read", "lists.export"]],
      ["/operator/anomalies", ["anomalies.read", "lists.export"]],
      ["/operator/blocks", ["blocks.read", "lists.export"]],
      ["/operator/incidents", ["incidents.read", "lists.export"]],
      ["/operator/reviews", ["reviews.read", "lists.export"]],
      ["/operator/evidence", ["evidence.read", "lists.export"]],
      ["/operator/processors", ["processors.read", "lists.export"]],
      ["/operator/money/differences", ["money.read", "lists.export"]],
      ["/operator/money/comparisons", ["money.read", "lists.export"]],
      ["/operator/resets", ["factors.read-resets", "lists.export"]],
      ["/operator/service/alarms", ["console.read", "lists.export"]],
      ["/operator/service/backups", ["console.read", "lists.export"]],
      ["/operator/controls", ["controls.read", "lists.export"]],
      ["/operator/keys/tasks", ["keys.read", "lists.export"]],
    ];
    const routes = globSync("app/(staff)/operator/**/export/route.ts", { cwd: root }).map((file) =>
      file.replace(/^app\/\(staff\)|\/export\/route\.ts$/g, ""),
    );
    const others = ["/operator/access-log", "/operator/money", "/operator/incidents/[id]/affected/[finding]"];
    expect([...lists.map(([path]) => path), ...others].toSorted()).toEqual(routes.toSorted());
    for (const [path, permissions] of lists) {
      for (const role of roles) {
        const allowed = permissions.every((permission) => may(role, permission));
        expect((await ask(path, as(role))).status, `${role}, ${path}`).toBe(allowed ? 200 : 403);
      }
      expect([(await ask(path, member.cookie)).status, (await ask(path, "")).status]).toEqual([404, 401]);
      expect((await ask(path, as("owner"), {})).status).toBe(400);
      expect((await ask(path, as("owner"), { reason: "because" })).status).toBe(400);
    }
    const file = await ask("/operator/members", as("owner"), { reason: "audit", q: member.email, state: "active" });
    expect(file.headers.get("content-type")).toContain("text/csv");
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="holdfast-members-[\d-]+\.csv"$/);
    expect((await file.text()).split("\r\n").slice(1)).toEqual([expect.stringContaining(`"${member.accountId}","${member.email}"`), ""]);
  },
);

test("those whom a question of an incident names are taken as CSV by roles that may; a question that is none is missing, and a stale proof leads back to it", async () => {
  const path = `/operator/incidents/${nobody}/affected/${nobody}`;
  for (const role of roles) {
    const allowed = may(role, "incidents.read") && may(role, "lists.export");
    expect((await ask(path, as(role))).status, role).toBe(allowed ? 404 : 403);
  }
  expect((await ask("/operator/incidents/not-an-id/affected/x", as("owner"))).status).toBe(404);
  expect([(await ask(path, member.cookie)).status, (await ask(path, "")).status]).toEqual([404, 401]);
  const stale = await givenStaff("owner");
  await makeStale(stale.sessionId);
  const led = await ask(path, await sessionCookie(stale.sessionId));
  expect(led.headers.get("location")).toBe(`/login/verify?next=${encodeURIComponent(path)}`);
  await makeStale(stale.sessionId);
  expect((await ask("/operator/members", await sessionCookie(stale.sessionId))).headers.get("location")).toBe(
    "/login/verify?next=%2Foperator%2Fmembers",
  );
});

test("the money's figures are exported as CSV by roles that may, and by nobody else", async () => {
  const figures = (cookie: string) => ask("/operator/money", cookie, {});
  for (const role of roles) expect((await figures(as(role))).status, role).toBe(may(role, "money.read") ? 200 : 403);
  expect([(await figures(member.cookie)).status, (await figures("")).status]).toEqual([404, 401]);
  expect(await (await figures(as("billing"))).text()).toContain('"month_utc","revenue_cents"');
});
