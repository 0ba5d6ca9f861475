import { afterAll, beforeAll, expect, test } from "vitest";
import { block } from "@/lib/oversight/blocks/block";
import { liftBlock } from "@/lib/oversight/blocks/lift-block";
import { host } from "@/tests/support/members";
import { type OwnWeb, startOwnWeb, useWorldSettings } from "@/tests/support/own-web";
import { waitFor } from "@/tests/support/wait-for";

let web: OwnWeb;
beforeAll(async () => {
  useWorldSettings();
  web = await startOwnWeb({ TRUSTED_PROXIES: "127.0.0.0/8" });
}, 60_000);
afterAll(() => web?.stop());

const from = (address: string, path: string, init: RequestInit = {}) =>
  fetch(`${web.url}${path}`, { ...init, headers: { "x-forwarded-for": address, accept: "text/html", ...init.headers } });
const statusFrom = async (address: string) => (await from(address, "/login")).status;

test("a network that is shut out is refused within seconds and told what to do, its neighbours and signed messages are served, and it is let in again", async () => {
  expect(await statusFrom("203.0.113.9")).toBe(200);
  const id = await block(host, { target: { network: "203.0.113.0/28" }, reason: "password_guessing", hours: 1, from: null });
  await waitFor("it is shut out", async () => (await statusFrom("203.0.113.9")) === 403, { withinMs: 8_000 });
  const refused = await from("203.0.113.9", "/policy");
  const page = await refused.text();
  expect(page).toContain("Requests from your network are not taken at the moment");
  expect(page).toContain("write to the operator");
  expect(refused.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect((await from("203.0.113.9", "/login", { method: "POST", body: "email=a", headers: { origin: web.url } })).status).toBe(403);
  expect((await from("203.0.113.9", "/_next/static/none.js")).status).toBe(403);
  expect(await statusFrom("203.0.113.16")).toBe(200);
  expect(await statusFrom("192.0.2.1, 203.0.113.16")).toBe(200);
  // Past the block, up to what asks for a signature.
  expect((await from("203.0.113.9", "/api/stripe/webhook", { method: "POST", body: "{}" })).status).toBe(400);
  expect((await from("203.0.113.9", "/api/health/live")).status).toBe(200);
  await liftBlock(host, id);
  await waitFor("it is let in", async () => (await statusFrom("203.0.113.9")) === 200, { withinMs: 8_000 });
});
