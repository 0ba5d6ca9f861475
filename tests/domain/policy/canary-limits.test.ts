import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canaryMark } from "@/lib/base/canary-mark";
import { limits } from "@/lib/policy/canary/search-limits";
import { searchPlace } from "@/lib/policy/canary/search-place";
import type { Listening } from "@/sandbox/base/listen";
import { serveLimits } from "@/sandbox/limits/serve-limits";
import { expectComplaints } from "@/tests/support/log-watch";
import { needsRedis, startRedis, type TestRedis } from "@/tests/support/redis";

const hasRedis = needsRedis();
let server: TestRedis;
let bridge: Listening;
let redis: Redis;
beforeAll(async () => {
  if (!hasRedis) return;
  server = await startRedis();
  redis = new Redis(server.url);
  bridge = await serveLimits({ redisUrl: server.url, token: "a token of the test's own" }, 0);
  Object.assign(process.env, { UPSTASH_REDIS_REST_URL: bridge.url, UPSTASH_REDIS_REST_TOKEN: "a token of the test's own" });
});
afterAll(async () => {
  redis?.disconnect();
  await bridge?.close();
  await server?.close();
});

test("the shared limits' store is searched whole, gives back what was planted, and keeps none of it", async () => {
  await redis.mset(Object.fromEntries(Array.from({ length: 1_200 }, (_, index) => [`holdfast:network:${index}`, index])));
  const searched = await searchPlace(limits);
  expect(searched).toMatchObject({ found: [], missed: [], absent: null, unread: false, units: 2_400 });
  expect(await redis.dbsize()).toBe(1_200);
});

test("a marker in a key, or in a value in another spelling, is found there", async () => {
  const marker = `${canaryMark}7-1-title-ab12`;
  await redis.set(`holdfast:network:${marker}`, 1);
  expect((await searchPlace(limits)).found).toEqual(["the shared limits"]);
  await redis.del(`holdfast:network:${marker}`);
  await redis.set("holdfast:network:x", Buffer.from(marker).toString("base64"));
  expect((await searchPlace(limits)).found).toEqual(["the shared limits"]);
  await redis.del("holdfast:network:x");
  expect((await searchPlace(limits)).found).toEqual([]);
});

test("a store that is away could not be searched", async () => {
  await server.kill();
  expect(await searchPlace(limits)).toMatchObject({ unread: true, found: [] });
  expectComplaints("a place could not be searched for forbidden fields");
});
