import { afterAll, beforeAll, expect, test } from "vitest";
import type { Listening } from "@/sandbox/base/listen";
import { serveLimits } from "@/sandbox/limits/serve-limits";
import { type OwnWeb, startOwnWeb } from "@/tests/support/own-web";
import { needsRedis, startRedis, type TestRedis } from "@/tests/support/redis";
import { waitFor } from "@/tests/support/wait-for";

const hasRedis = needsRedis();

const token = "a token of the test's own";
/** More than all tests of this file ask from any one address, but for those that mean to reach it. */
const most = 20;
let redis: TestRedis;
let bridge: Listening;
let one: OwnWeb;
let other: OwnWeb;
let stranger: OwnWeb;

beforeAll(async () => {
  if (!hasRedis) return;
  redis = await startRedis();
  bridge = await serveLimits({ redisUrl: redis.url, token }, 0);
  const settings = { REQUESTS_PER_MINUTE: String(most), TRUSTED_PROXIES: "127.0.0.1/32", UPSTASH_REDIS_REST_URL: bridge.url };
  [one, other, stranger] = await Promise.all([
    startOwnWeb({ ...settings, UPSTASH_REDIS_REST_TOKEN: token }),
    startOwnWeb({ ...settings, UPSTASH_REDIS_REST_TOKEN: token }),
    startOwnWeb({ ...settings, UPSTASH_REDIS_REST_TOKEN: "another token" }),
  ]);
}, 180_000);
afterAll(async () => {
  redis?.thaw();
  await Promise.all([one?.stop(), other?.stop(), stranger?.stop(), bridge?.close()]);
  await redis?.close();
});

let networks = 0;
/** An address that nothing else here asks from. */
function newNetwork(): string {
  networks += 1;
  return `2001:db8:0:${networks.toString(16)}::1`;
}

async function ask(web: OwnWeb, from: string): Promise<number> {
  return (await fetch(`${web.url}/favicon.svg`, { headers: { "x-forwarded-for": from } })).status;
}

async function served(webs: OwnWeb[], times: number, from = newNetwork()): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time += 1) {
    const status = await ask(webs[time % webs.length] as OwnWeb, from);
    if (status !== 200 && status !== 429) throw new Error(`an answer of ${status}`);
    count += status === 200 ? 1 : 0;
  }
  return count;
}

const lines = (web: OwnWeb, event: string) =>
  web
    .output()
    .split("\n")
    .filter((line) => line.includes(`"event":"${event}"`));
const complaints = (web: OwnWeb) => lines(web, "shared limits do not answer");
const recoveries = (web: OwnWeb) => lines(web, "shared limits answer again");

/** Until both instances count together again: each asks the store anew some seconds after it failed. */
async function bothAreBack(times: number): Promise<void> {
  await waitFor(
    "both instances share their count again",
    async () => {
      await Promise.all([ask(one, newNetwork()), ask(other, newNetwork())]);
      return recoveries(one).length === times && recoveries(other).length === times;
    },
    { withinMs: 30_000 },
  );
  // A sliding window's edge may let a few more through, never twice as many.
  expect(await served([one, other], 2 * most)).toBeLessThan(1.6 * most);
}

test("two instances share one count of a network's requests", async () => {
  expect(await served([one, other], 2 * most)).toBeLessThan(1.6 * most);
  expect([...complaints(one), ...complaints(other)]).toEqual([]);
});

test("with Redis killed each instance holds the line by itself, says so once, and shares again when Redis is back", async () => {
  await redis.kill();
  for (const web of [one, other]) {
    const count = await served([web], 2 * most);
    expect(count).toBeGreaterThanOrEqual(most);
    expect(count).toBeLessThan(2 * most);
    expect(complaints(web)).toHaveLength(1);
  }
  await redis.revive();
  await bothAreBack(1);
});

test("with the bridge hanging no request waits for it longer than half a second, and then none at all", async () => {
  redis.freeze();
  for (const web of [one, other]) {
    const begun = Date.now();
    expect(await served([web], 1)).toBe(1);
    const first = Date.now() - begun;
    expect(await served([web], most)).toBe(most);
    expect(first).toBeGreaterThanOrEqual(400);
    expect(first).toBeLessThan(3_000);
    expect(complaints(web)).toHaveLength(2);
  }
  redis.thaw();
  await bothAreBack(2);
});

test("a token that is refused leaves the instance to itself: the count is its own, and the log says it once, without addresses", async () => {
  const count = await served([stranger], 2 * most);
  expect(count).toBeGreaterThanOrEqual(most);
  expect(count).toBeLessThan(2 * most);
  const [line = "", ...more] = complaints(stranger);
  expect(more).toEqual([]);
  expect(line).toContain("WRONGPASS");
  expect(stranger.output()).not.toContain("2001:db8");
});
