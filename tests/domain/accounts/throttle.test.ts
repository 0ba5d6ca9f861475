import { afterAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { blockedUntil, countAttempt, forgiveAttempt, type Pace } from "@/db/queries/throttles";
import { later, secondMs } from "@/lib/base/clock";
import { networkOf } from "@/lib/base/network";

afterAll(closeDatabases);

const pace: Pace = { free: 2, longestSeconds: 60, forgetSeconds: 3_600 };
const start = new Date("2026-11-24T12:00:00Z");
const at = (seconds: number) => later(start, seconds * secondMs);
const visitor = { kind: "visitor" } as const;
const count = (key: string, seconds: number) => transaction(visitor, (tx) => countAttempt(tx, key, pace, at(seconds)));
const forgive = (key: string, counted: number) => transaction(visitor, (tx) => forgiveAttempt(tx, key, counted));
const until = (key: string) => transaction(visitor, (tx) => blockedUntil(tx, key));

test("an attempt that turns out well takes its own wait back, and nobody else's", async () => {
  await count("alone", 0);
  await count("alone", 0);
  expect(await count("alone", 0)).toBe(3);
  expect(await until("alone")).toEqual(at(1));
  await forgive("alone", 3);
  expect(await count("alone", 0)).toBe(3);

  for (const seconds of [0, 0, 0]) await count("shared", seconds);
  expect(await count("shared", 1)).toBe(4);
  await forgive("shared", 3);
  expect(await until("shared")).toEqual(at(3));
  expect(await count("shared", 2)).toBeNull();
});

test("failures are forgotten after their time, and waits are bounded until then", async () => {
  let seconds = 0;
  for (let failures = 0; failures < 40; failures += 1) {
    expect(await count("patient", seconds)).toBe(failures + 1);
    seconds += 61;
  }
  expect(await count("patient", seconds + 3_600)).toBe(1);
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["unknown", "unknown"],
  ["", "unknown"],
])("the address %j counts under %j", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
