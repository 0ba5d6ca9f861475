import { afterAll, beforeAll, expect, test } from "vitest";
import { type OwnWeb, startOwnWeb } from "@/tests/support/own-web";

let direct: OwnWeb;
let behindProxy: OwnWeb;
beforeAll(async () => {
  const limit = { REQUESTS_PER_MINUTE: "10" };
  [direct, behindProxy] = await Promise.all([startOwnWeb(limit), startOwnWeb({ ...limit, TRUSTED_PROXIES: "127.0.0.0/8" })]);
}, 60_000);
afterAll(async () => {
  await Promise.all([direct?.stop(), behindProxy?.stop()]);
});

/** How many of so many requests were served. A window's edge may let a few more pass than the limit. */
async function served(web: OwnWeb, times: number, headers: (time: number) => Record<string, string>, path = "/login"): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time += 1) {
    const { status } = await fetch(`${web.url}${path}`, { headers: headers(time) });
    if (status !== 200 && status !== 429) throw new Error(`an answer of ${status}`);
    if (status === 200) count += 1;
  }
  return count;
}

test("one address cannot send more than its share, whatever X-Forwarded-For it forges", async () => {
  const count = await served(direct, 30, (time) => ({
    "x-forwarded-for": `198.51.100.${time}`,
    "x-real-ip": `198.51.100.${time}`,
    "x-holdfast-address": `198.51.100.${time}`,
  }));
  expect(count).toBeGreaterThanOrEqual(10);
  expect(count).toBeLessThanOrEqual(20);
});

test("a refusal says when to come back, in a page where one is asked for", async () => {
  await served(direct, 30, () => ({}));
  const response = await fetch(`${direct.url}/login`, { headers: { accept: "text/html" } });
  expect(response.status).toBe(429);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await response.text()).toContain("<h1>Too many requests from your network</h1>");
});

test("health and webhooks are not counted", async () => {
  expect(await served(direct, 15, () => ({}), "/api/health/live")).toBe(15);
  const delivered = await fetch(`${direct.url}/api/stripe/webhook`, { method: "POST", body: "{}" });
  expect(delivered.status).toBe(400);
});

test("behind a trusted proxy each client has its own share, and all of an IPv6 /64 have one", async () => {
  expect(await served(behindProxy, 12, (time) => ({ "x-forwarded-for": `198.18.0.${time}` }))).toBe(12);
  const oneNetwork = await served(behindProxy, 30, (time) => ({ "x-forwarded-for": `2001:db8:0:1::${time + 1}` }));
  expect(oneNetwork).toBeLessThanOrEqual(20);
  const forged = await served(behindProxy, 30, (time) => ({ "x-forwarded-for": `192.0.2.${time}, 198.51.100.7` }));
  expect(forged).toBeLessThanOrEqual(20);
});
