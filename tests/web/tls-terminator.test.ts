import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { formsOf } from "@/scripts/demo/visitor";
import { lookAtCertificate, lookAtTransport } from "@/scripts/policy-verify/look-at-transport";
import { outsider } from "@/scripts/policy-verify/outsider";
import { type Answered, ask } from "@/tests/support/ask";
import { givenMember } from "@/tests/support/members";
import { keyringElsewhere, type OwnWeb, startOwnWeb } from "@/tests/support/own-web";
import { useStagingDatabases } from "@/tests/support/staging-databases";
import { startTlsTerminator, type TlsTerminator } from "@/tests/support/tls-terminator";
import { world } from "@/tests/support/world";

/** Web as it runs in production: a proxy on the same machine ends TLS, and is the only one whose forwarded headers are believed. */
const most = 25;
const hsts = "max-age=63072000; includeSubDomains";
let proxy: TlsTerminator;
let web: OwnWeb;
beforeAll(async () => {
  const staging = await useStagingDatabases("tls");
  proxy = await startTlsTerminator();
  web = await startOwnWeb({
    PUBLIC_URL: proxy.url,
    TRUSTED_PROXIES: "127.0.0.1/32,::1/128",
    ...staging,
    KEYRING_DIR: keyringElsewhere,
    STRIPE_API_BASE: "https://api.stripe.com",
    REQUESTS_PER_MINUTE: String(most),
  });
  proxy.leadTo(web.url);
}, 180_000);
afterAll(async () => {
  await Promise.all([web?.stop(), proxy?.close(), closeDatabases()]);
});

test.each([
  ["a page", "/login", 200],
  ["a redirect", "/settings", 307],
  ["a missing page", "/nothing", 404],
  ["a public file", "/favicon.svg", 200],
  ["a missing built file", "/_next/static/nothing.js", 404],
  ["an API", "/api/health/live", 200],
  ["what the entry refuses", "/_next/image?url=x", 404],
])("over TLS %s tells browsers to come back over TLS alone", async (_, path, status) => {
  const answered = await proxy.ask(path, { from: "127.0.0.10" });
  expect([answered.status, answered.headers["strict-transport-security"]]).toEqual([status, hsts]);
});

test("from outside clause 2.1a is seen to hold, and to fail where nothing tells browsers to come back over TLS alone", async () => {
  const at = { url: new URL(proxy.url), origin: proxy.url, ca: proxy.ca };
  const service = await outsider({ ...at, plain: new URL(proxy.plainUrl) });
  expect(await lookAtCertificate(service)).toMatchObject([{ clause: "2.1a", result: "holds" }]);
  expect(await lookAtTransport(service)).toMatchObject([{ result: "holds", text: expect.stringMatching(/, plain http leads to https$/) }]);
  proxy.leadTo(world().web);
  expect(await lookAtTransport(await outsider(at))).toEqual([
    { clause: "2.1a", result: "fails", text: expect.stringMatching(/^Strict-Transport/) },
  ]);
  expect(await lookAtTransport(service)).toMatchObject([
    { result: "fails", text: expect.stringMatching(/^plain http is answered with 200, and does not lead to https; Strict-Transport/) },
  ]);
  proxy.leadTo(web.url);
});

test("no redirect, link or form leads away from TLS", async () => {
  const { headers } = await proxy.ask("/settings", { from: "127.0.0.11" });
  expect(headers.location).toBe("/login?next=%2Fsettings");
  const { body } = await proxy.ask("/login", { from: "127.0.0.11" });
  expect(body).not.toContain("http://");
});

test.each(["GET", "HEAD"])("plain http is led to the same page over TLS by %s, wherever it was sent", async (method) => {
  const headers = { host: "elsewhere.example" };
  const answered = await ask(proxy.plainUrl, "/invite/x?y=1&next=//z", { method, headers });
  expect([answered.status, answered.headers.location]).toEqual([308, `${proxy.url}/invite/x?y=1&next=//z`]);
  expect(answered.headers["x-frame-options"]).toBe("DENY");
  // RFC 6797, section 7.2: it means nothing here, and must not be said.
  expect(answered.headers["strict-transport-security"]).toBeUndefined();
});

test("what is posted over plain http is refused, not sent on: it has been read on its way already", async () => {
  for (const path of ["/login", "/api/auth/signout", "/api/stripe/webhook"]) {
    const answered = await ask(proxy.plainUrl, path, { method: "POST", headers: { origin: proxy.url }, body: "password=x" });
    expect([answered.status, answered.headers.location]).toEqual([403, undefined]);
    expect(answered.body).toContain("https");
  }
});

test("a client that says itself that it came by plain http, past the proxy, is not believed either way", async () => {
  const headers = { "x-forwarded-proto": "http" };
  expect((await ask(web.url, "/login", { headers, from: "127.0.0.2" })).status).toBe(200);
  expect((await ask(proxy.plainUrl, "/login", { headers: { "x-forwarded-proto": "https" } })).status).toBe(308);
});

test("a login over TLS gives a cookie that is Secure, HttpOnly, bound to this host, and works", async () => {
  const member = await givenMember();
  const from = "127.0.0.12";
  const answered = await logIn(member, from);
  const line = answered.headers["set-cookie"]?.find((one) => one.startsWith("__Host-holdfast-session=")) ?? "";
  expect(line).toMatch(/; Path=\/;/);
  expect(line).toMatch(/; Secure/);
  expect(line).toMatch(/; HttpOnly/);
  expect(line).not.toMatch(/domain=/i);
  const insecure = (answered.headers["set-cookie"] ?? []).filter((one) => !/^__Host-.*; Secure/.test(one));
  expect(insecure).toEqual([]);
  const [cookie = ""] = line.split(";", 1);
  expect((await proxy.ask("/settings", { from, headers: { cookie } })).body).toContain(member.email);
});

async function logIn({ email, password }: { email: string; password: string }, from: string): Promise<Answered> {
  const { body: html, status } = await proxy.ask("/login", { from });
  const form = formsOf({ url: `${proxy.url}/login`, status, html }).find((it) => it.html.includes('name="password"'));
  const data = new FormData();
  for (const [name, value] of form?.fields ?? []) data.append(name, value);
  data.set("email", email);
  data.set("password", password);
  const sent = new Response(data);
  const headers = { origin: proxy.url, "content-type": sent.headers.get("content-type") ?? "" };
  return await proxy.ask("/login", { method: "POST", from, headers, body: await sent.text() });
}

/** How many of so many requests were served. */
async function served(times: number, one: (time: number) => Promise<Answered>): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time += 1) count += (await one(time)).status === 200 ? 1 : 0;
  return count;
}

test("the address that the proxy names is the client's: each has its own share, whatever it forges further left", async () => {
  const forged = (time: number) => ({ "x-forwarded-for": `198.51.100.${time}` });
  const count = await served(2 * most, (time) => proxy.ask("/favicon.svg", { from: "127.0.0.20", headers: forged(time) }));
  expect(count).toBeLessThan(2 * most);
  expect(count).toBeGreaterThanOrEqual(most);
  expect((await proxy.ask("/favicon.svg", { from: "127.0.0.21" })).status).toBe(200);
});

test("from anybody but the proxy the header counts for nothing: the connection's own address does", async () => {
  const count = await served(2 * most, (time) =>
    ask(web.url, "/favicon.svg", { from: "127.0.0.30", headers: { "x-forwarded-for": `192.0.2.${time}` } }),
  );
  expect(count).toBeLessThan(2 * most);
});
