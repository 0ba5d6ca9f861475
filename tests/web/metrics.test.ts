import { afterAll, beforeAll, expect, test } from "vitest";
import { type OwnWeb, startOwnWeb } from "@/tests/support/own-web";

const token = "a-token-for-metrics-that-is-long-enough";
/** Shared limits that nobody answers for. */
const deadStore = { UPSTASH_REDIS_REST_URL: "http://127.0.0.1:9", UPSTASH_REDIS_REST_TOKEN: "nobody" };
let web: OwnWeb;
let behindProxy: OwnWeb;
beforeAll(async () => {
  [web, behindProxy] = await Promise.all([
    startOwnWeb({ METRICS_TOKEN: token, ...deadStore }),
    startOwnWeb({ TRUSTED_PROXIES: "127.0.0.0/8" }),
  ]);
}, 120_000);
afterAll(async () => {
  await Promise.all([web?.stop(), behindProxy?.stop()]);
});
const ask = (from: OwnWeb, headers: Record<string, string> = {}) => fetch(`${from.url}/api/metrics`, { headers });

test("whoever has the token reads the metrics; for everybody else, and where there is none, there is no such route", async () => {
  const answer = await ask(web, { authorization: `Bearer ${token}` });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("version=0.0.4");
  const text = await answer.text();
  expect(text).toContain("holdfast_up 1");
  expect(text).toMatch(/holdfast_build_info\{version="[\d.]+",node="\d+[\d.]+"\} 1/);
  for (const authorization of ["", "Bearer ", `Bearer ${token}x`, `Basic ${token}`, token]) {
    const refused = await ask(web, authorization ? { authorization } : {});
    expect([authorization, refused.status]).toEqual([authorization, 404]);
    expect(await refused.text()).not.toContain("holdfast_");
  }
  expect((await ask(behindProxy, { authorization: "Bearer " })).status).toBe(404);
});

test("each answer names its request, by our own id or a trusted proxy's, never by one that a visitor sends", async () => {
  const foreign = "an-id-of-somebody-else";
  const idFrom = async (from: OwnWeb) =>
    (await fetch(`${from.url}/login`, { headers: { "x-request-id": foreign } })).headers.get("x-request-id");
  expect(await idFrom(web)).toMatch(/^[\da-f-]{36}$/);
  expect(await idFrom(web)).not.toBe(await idFrom(web));
  expect(await idFrom(behindProxy)).toBe(foreign);
  const odd = await fetch(`${behindProxy.url}/login`, { headers: { "x-request-id": "no id\tat all" } });
  expect(odd.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
});

test("with the shared limits down it is live and ready, limits by itself, and says so", async () => {
  expect((await fetch(`${web.url}/login`)).status).toBe(200);
  for (const path of ["live", "ready"]) expect((await fetch(`${web.url}/api/health/${path}`)).status).toBe(200);
  const text = await (await ask(web, { authorization: `Bearer ${token}` })).text();
  expect(text).toContain("\nholdfast_shared_limits_down 1\n");
  expect(text).toContain('\nholdfast_complaints_total{level="warn",event="shared limits do not answer"} 1\n');
  expect(text).toMatch(/\nholdfast_http_request_seconds_count\{lane="pages"\} [1-9]/);
});
