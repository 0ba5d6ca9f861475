import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { makeLimiter } from "@/lib/edge/limits";
import { type Limiter, localLimiter } from "@/lib/edge/local-limiter";
import { expectComplaints, logLines } from "@/tests/support/log-watch";

const pace = { most: 3, windowSeconds: 60 };

async function passed(limit: Limiter, times: number, key = "a"): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time += 1) if ((await limit(key)).allowed) count += 1;
  return count;
}

describe("the local limiter", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: 60_000 * 1_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("lets so many pass in a window, each key for itself", async () => {
    const limit = localLimiter(pace);
    expect(await passed(limit, 5, "a")).toBe(3);
    expect(await passed(limit, 5, "b")).toBe(3);
  });

  test("does not give a fresh start at a window's edge", async () => {
    const limit = localLimiter(pace);
    vi.setSystemTime(Date.now() + 59_000);
    expect(await passed(limit, 3)).toBe(3);
    vi.setSystemTime(Date.now() + 2_000);
    expect(await passed(limit, 3)).toBe(1);
  });

  test("says when to come back, and keeps to it", async () => {
    const limit = localLimiter(pace);
    await passed(limit, 3);
    const refused = await limit("a");
    if (refused.allowed) throw new Error("the fourth was let through");
    vi.setSystemTime(Date.now() + (refused.retryAfterSeconds + 1) * 1_000);
    expect(await limit("a")).toEqual({ allowed: true });
  });
});

describe("the shared limiter", () => {
  type Answer = "error" | "silence" | { result: [remaining: number, most: number] };
  async function store(answer: Answer): Promise<{ url: string; token: string; calls: () => number }> {
    let calls = 0;
    const server = createServer((request, response) => {
      if (request.method === "GET") return void response.end();
      calls += 1;
      if (answer === "error") response.writeHead(500).end("{}");
      if (typeof answer === "object") response.end(JSON.stringify([answer]));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // The first call of a process takes its time, which the limiter would count against the store.
    await fetch(url);
    return { url, token: "t", calls: () => calls };
  }

  test.each(["error", "silence"] as const)("with a store that answers with %s, the local limiter holds the line", async (answer) => {
    expectComplaints("shared limits do not answer");
    const { calls, ...address } = await store(answer);
    expect(await passed(makeLimiter("test", pace, address), 6)).toBe(3);
    expect(calls()).toBeGreaterThan(0);
    expect(calls()).toBeLessThanOrEqual(2);
    expect(logLines().filter(({ event }) => event === "shared limits do not answer")).toHaveLength(1);
  });

  test("after an outage one request asks the store, and the others do not wait for it", async () => {
    expectComplaints("shared limits do not answer");
    const { calls, ...address } = await store("silence");
    const limit = makeLimiter("test", { ...pace, most: 100 }, address);
    await limit("a");
    const asked = calls();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });
    onTestFinished(() => void vi.useRealTimers());
    await Promise.all(Array.from({ length: 10 }, () => limit("a")));
    expect(calls()).toBe(asked + 1);
  });

  test("the store's count decides while it answers, whatever this instance has seen", async () => {
    expect(await passed(makeLimiter("test", pace, await store({ result: [1, 3] })), 6)).toBe(6);
    expect(await passed(makeLimiter("test", pace, await store({ result: [-1, 3] })), 1, "b")).toBe(0);
  });
});
