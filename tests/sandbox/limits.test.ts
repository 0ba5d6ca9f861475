import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "@upstash/redis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "@/sandbox/read-config";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { sandboxEnvironment } from "@/tests/sandbox/support/given-sandbox";
import { needsRedis, startRedis, type TestRedis } from "@/tests/support/redis";

const hasRedis = needsRedis();

const token = "a token of the test's own";
let redis: TestRedis;
let sandbox: Sandbox;
let url: string;
const directory = mkdtempSync(join(tmpdir(), "holdfast-limits-"));
beforeAll(async () => {
  if (!hasRedis) return;
  redis = await startRedis();
  const limits = { SANDBOX_LIMITS_REDIS: redis.url, SANDBOX_LIMITS_TOKEN: token };
  sandbox = await startSandbox(readConfig({ ...sandboxEnvironment(directory), ...limits }));
  url = sandbox.limits ?? "";
});
afterAll(async () => {
  await sandbox?.close();
  await redis?.close();
  rmSync(directory, { recursive: true, force: true });
});

const client = (given = token) => new Redis({ url, token: given, retry: false, enableTelemetry: false });

test("Upstash's own client speaks to the bridge: texts, numbers, lists, nothing, and several commands at once", async () => {
  const store = client();
  expect(await store.set("name", "ünïcode")).toBe("OK");
  expect(await store.get("name")).toBe("ünïcode");
  expect(await store.get("nothing")).toBeNull();
  expect(await store.incr("count")).toBe(1);
  expect(await store.pipeline().incr("count").rpush("list", "a", "b").lrange("list", 0, -1).exec()).toEqual([2, 2, ["a", "b"]]);
});

test("a script that only Upstash understands runs, by its text and then by the digest that the client knows it by", async () => {
  const script = "#!lua flags=allow-key-locking\nreturn redis.call('INCRBY', KEYS[1], ARGV[1])";
  const digest = createHash("sha1").update(script).digest("hex");
  const store = client();
  await expect(store.evalsha(digest, ["by"], ["2"])).rejects.toThrow("NOSCRIPT");
  expect(await store.eval(script, ["by"], ["2"])).toBe(2);
  expect(await store.evalsha(digest, ["by"], ["3"])).toBe(5);
});

test("a command that fails says why, and its neighbours are done", async () => {
  const store = client();
  await store.set("text", "x");
  await expect(store.incr("text")).rejects.toThrow("not an integer");
});

test.each([
  ["another token", 401, { authorization: "Bearer another" }, '["PING"]'],
  ["no token", 401, {}, '["PING"]'],
  ["no command", 400, { authorization: `Bearer ${token}` }, "{}"],
  ["what is no JSON", 400, { authorization: `Bearer ${token}` }, "["],
])("%s is refused with %d", async (_, status, headers: Record<string, string>, body) => {
  expect((await fetch(url, { method: "POST", headers, body })).status).toBe(status);
});

test("while Redis is away the bridge says so, and finds it again", async () => {
  await redis.kill();
  await expect(client().ping()).rejects.toThrow("does not answer");
  await redis.revive();
  await expect
    .poll(
      () =>
        client()
          .ping()
          .catch(() => null),
      { timeout: 15_000 },
    )
    .toBe("PONG");
});
