import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import type { AppError } from "@/lib/base/errors";
import { hashPassword, isOutdated, verifyPassword } from "@/lib/passwords/hash-password";
import { limitConcurrency } from "@/lib/passwords/limit-concurrency";
import { refusalText } from "@/lib/web/refusal-text";

test("work beyond the limit waits its turn, and beyond the queue is refused at once", async () => {
  let running = 0;
  let most = 0;
  const gates: (() => void)[] = [];
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((open) => gates.push(open));
    running -= 1;
    return "done";
  };
  const inTurn = limitConcurrency(2, 3);
  const outcomes = Promise.allSettled(Array.from({ length: 6 }, () => inTurn(work)));
  await expect(inTurn(work)).rejects.toMatchObject({ refusal: "unavailable", facts: { reason: "busy" } });
  for (let opened = 0; opened < 5; opened += 1) {
    await expect.poll(() => gates.length).toBeGreaterThan(0);
    gates.shift()?.();
  }
  expect((await outcomes).map(({ status }) => status)).toEqual([
    "fulfilled",
    "fulfilled",
    "fulfilled",
    "fulfilled",
    "fulfilled",
    "rejected",
  ]);
  expect(most).toBe(2);
  const again = inTurn(work);
  await expect.poll(() => gates.length).toBe(1);
  gates.shift()?.();
  await expect(again).resolves.toBe("done");
});

test("work that fails frees its place", async () => {
  const inTurn = limitConcurrency(1, 1);
  await expect(inTurn(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(inTurn(async () => "next")).resolves.toBe("next");
});

test("a hash fits its password alone, and nothing fits an account that is not there", async () => {
  const stored = await hashPassword("correct horse battery staple");
  expect(await verifyPassword(stored, "correct horse battery staple")).toBe(true);
  expect(await verifyPassword(stored, "correct horse battery stapler")).toBe(false);
  expect(await verifyPassword(null, "correct horse battery staple")).toBe(false);
  expect(await hashPassword("correct horse battery staple")).not.toBe(stored);
});

test("weaker parameters and other algorithms are outdated, today's and stronger ones are not", async () => {
  expect(isOutdated(await hashPassword("correct horse battery staple"))).toBe(false);
  expect(isOutdated("$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHQ$aGFzaA")).toBe(false);
  for (const older of [
    "$argon2id$v=19$m=12288,t=3,p=1$c2FsdHNhbHQ$aGFzaA",
    "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA",
    "$2b$10$abc",
  ]) {
    expect(isOutdated(older)).toBe(true);
  }
});

test("hundreds of verifications at once are done in turn, and those beyond the queue are told when to come back", async () => {
  const stored = await hashPassword("correct horse battery staple");
  const places = availableParallelism() + 256;
  const outcomes = await Promise.allSettled(
    Array.from({ length: places + 40 }, () => verifyPassword(stored, "correct horse battery staple")),
  );
  const turnedAway = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason as AppError);
  expect(turnedAway).toHaveLength(40);
  for (const refused of turnedAway) {
    expect(refused.status).toBe(503);
    expect(refusalText(refused)).toBe("Many people are here at once. Nothing was changed; try again in 5 seconds.");
  }
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled" && outcome.value)).toHaveLength(places);
});
