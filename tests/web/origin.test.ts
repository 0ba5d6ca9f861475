import { expect, test } from "vitest";
import { formsOf } from "@/scripts/demo/visitor";
import { world } from "@/tests/support/world";

const { web } = world();

/** The login form, with a password that is wrong, so that what gets through is told by its 401. */
async function login(headers: Record<string, string>): Promise<Response> {
  const html = await (await fetch(`${web}/login`)).text();
  const form = formsOf({ url: `${web}/login`, status: 200, html }).find((it) => it.html.includes('name="password"'));
  const body = new FormData();
  for (const [name, value] of form?.fields ?? []) body.append(name, value);
  body.set("email", "nobody-by-origin@example.org");
  body.set("password", "wrong");
  return await fetch(`${web}/login`, { method: "POST", body, headers });
}

test("a form of our own page gets through", async () => {
  expect((await login({ origin: web, "sec-fetch-site": "same-origin" })).status).toBe(401);
});

test.each<[string, Record<string, string>]>([
  ["another site", { origin: "https://elsewhere.example" }],
  ["another port", { origin: "http://localhost:1" }],
  ["a sandboxed frame", { origin: "null" }],
  ["a program that names no origin", {}],
  ["a site that forges the forwarded host", { origin: "https://elsewhere.example", "x-forwarded-host": "elsewhere.example" }],
  ["what the browser calls cross-site", { origin: web, "sec-fetch-site": "cross-site" }],
])("the same form from %s is refused with what to do, and nothing is checked", async (_, headers) => {
  const response = await login(headers);
  expect(response.status).toBe(403);
  expect(await response.text()).toContain("Open the page here, in this browser, and do it again.");
});

test("next-auth's own routes are under the same check", async () => {
  for (const path of ["/api/auth/signout", "/api/auth/callback/credentials"]) {
    expect((await fetch(`${web}${path}`, { method: "POST", headers: { origin: "https://elsewhere.example" } })).status).toBe(403);
  }
});

test("a webhook needs no origin: its signature is asked for", async () => {
  const response = await fetch(`${web}/api/stripe/webhook`, { method: "POST", body: "{}", headers: { "stripe-signature": "t=1,v1=00" } });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain("signature");
});

test("headers by which Next's parts speak to each other open nothing", async () => {
  const response = await fetch(`${web}/settings`, {
    redirect: "manual",
    headers: {
      "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
      "x-middleware-next": "1",
      "x-holdfast-path": "//elsewhere.example/",
    },
  });
  expect(response.headers.get("location")).toBe("/login?next=%2Fsettings");
  expect(response.headers.get("content-security-policy")).toContain("nonce-");
});
