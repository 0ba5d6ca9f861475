import { expect, test } from "vitest";
import { world } from "@/tests/support/world";

const { web } = world();
const always = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-dns-prefetch-control": "off",
};
const bare = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const ours = { origin: web };

const replies: [what: string, status: number, path: string, init?: RequestInit][] = [
  ["a page", 200, "/login"],
  ["a redirect to the login", 307, "/settings"],
  ["a redirect to the same page without a slash", 308, "/login/"],
  ["a page that is not there", 404, "/nothing"],
  ["a path that cannot be decoded", 400, "/%"],
  ["a post from elsewhere", 403, "/login", { method: "POST", headers: { origin: "https://elsewhere.example" } }],
  ["a method that is not used", 405, "/", { method: "DELETE" }],
  ["a body that is too large", 413, "/login", { method: "POST", headers: ours, body: "x".repeat(300_000) }],
  ["an API's answer", 200, "/api/auth/session"],
  ["an API's refusal", 400, "/api/stripe/webhook", { method: "POST", body: "{}" }],
  ["an API's method that is not used", 405, "/api/stripe/webhook"],
  ["an API that is not there", 404, "/api/nothing"],
  ["a built file that is not there", 404, "/_next/static/nothing.js"],
  ["a framework's page", 404, "/_global-error"],
  ["a path that leads out of the built files", 400, "/_next/static/..%2f..%2fsettings"],
  ["a public file", 200, "/favicon.svg"],
];

test.each(replies)("%s (%d) carries every security header", async (_, status, path, init) => {
  const response = await fetch(`${web}${path}`, { redirect: "manual", ...init });
  expect(response.status).toBe(status);
  expect(Object.fromEntries(Object.keys(always).map((name) => [name, response.headers.get(name)]))).toEqual(always);
  expect(response.headers.get("permissions-policy")).toContain("camera=()");
  expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/);
  expect(response.headers.get("x-powered-by")).toBeNull();
});

test("a built file carries them too, and may be kept for good", async () => {
  const page = await (await fetch(`${web}/login`)).text();
  const [, path] = /src="(\/_next\/static\/[^"]+\.js)"/.exec(page) ?? [];
  const response = await fetch(`${web}${path}`);
  expect(response.status).toBe(200);
  expect(Object.fromEntries(Object.keys(always).map((name) => [name, response.headers.get(name)]))).toEqual(always);
  expect(response.headers.get("cache-control")).toContain("immutable");
});

test("a page's policy admits scripts by a nonce that is new each time, and no unsafe word", async () => {
  const [one, two] = await Promise.all([fetch(`${web}/login`), fetch(`${web}/login`)]);
  const policies = [one, two].map((response) => response?.headers.get("content-security-policy") ?? "");
  const nonces = policies.map((policy) => /script-src 'self' 'nonce-([\w+/=-]+)' 'strict-dynamic';/.exec(policy)?.[1]);
  expect(new Set(nonces).size).toBe(2);
  expect(nonces).not.toContain(undefined);
  expect(policies.join()).not.toContain("unsafe");
  expect(policies[0]).toContain("require-trusted-types-for 'script'");
  expect(policies[0]).toContain(`form-action 'self' ${new URL(world().sandbox?.stripe ?? "").origin};`);
  expect(await one?.text()).toContain(`nonce="${nonces[0]}"`);
});

test("what is no page may load nothing at all", async () => {
  const paths = ["/api/auth/session", "/api/health/live", "/favicon.svg"];
  const policies = await Promise.all(paths.map(async (path) => (await fetch(`${web}${path}`)).headers.get("content-security-policy")));
  expect(policies).toEqual(paths.map(() => bare));
});

test("pages and answers are never kept", async () => {
  const paths = ["/login", "/settings", "/nothing", "/api/auth/session", "/api/health/ready"];
  const kept = await Promise.all(
    paths.map(async (path) => (await fetch(`${web}${path}`, { redirect: "manual" })).headers.get("cache-control")),
  );
  expect(kept.filter((value) => !value?.includes("no-store"))).toEqual([]);
});
