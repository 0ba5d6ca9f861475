import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { blockedUntil, countAttempt, forgiveAttempt, type Pace, sweepThrottles } from "@/db/queries/throttles";
import { countAgainst, forgive } from "@/lib/accounts/throttle";
import { type Attempt, bucketsFor } from "@/lib/accounts/throttle-buckets";
import { paces, type ThrottleScope } from "@/lib/accounts/throttle-paces";
import { later, secondMs } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { networkOf, siteOf } from "@/lib/base/network";
import { newClient, newEmail } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterEach(async () => {
  vi.useRealTimers();
  await database`delete from throttles`;
});
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const pace: Pace = { free: 2, drainSeconds: 3_600, longestSeconds: 60 };
const start = new Date("2026-11-24T12:00:00Z");
const at = (seconds: number) => later(start, seconds * secondMs);
const visitor = { kind: "visitor" } as const;
/** Seconds from the start until which the bucket then waits, 0 when it need not; null when the attempt was refused. */
async function count(key: string, seconds: number): Promise<number | null> {
  const until = await transaction(visitor, (tx) => countAttempt(tx, key, pace, at(seconds)));
  return until && Math.max(0, (until.getTime() - start.getTime()) / secondMs);
}
const takeBack = (key: string, counted: number) => transaction(visitor, (tx) => forgiveAttempt(tx, key, pace, at(counted)));
const until = (key: string) => transaction(visitor, (tx) => blockedUntil(tx, key));
const atTime = (moment: Date) => vi.useFakeTimers({ toFake: ["Date"], now: moment });
const attempt = (scope: ThrottleScope, given: Attempt) =>
  transaction(visitor, (tx) => countAgainst(tx, bucketsFor(scope, given))).then(
    () => "counted",
    ({ refusal, facts }) => `${refusal} ${facts.retryAfterSeconds}`,
  );
const rows = async () => (await database<{ key: string }[]>`select key from throttles`).map(({ key }) => key);

test("an attempt that turns out well takes its own wait back, and nobody else's", async () => {
  await count("alone", 0);
  await count("alone", 0);
  expect(await count("alone", 0)).toBe(1);
  await takeBack("alone", 1);
  expect(await count("alone", 0)).toBe(1);

  for (const seconds of [0, 0, 0]) await count("shared", seconds);
  expect(await count("shared", 1)).toBe(3);
  await takeBack("shared", 1);
  expect(await until("shared")).toEqual(at(3));
  expect(await count("shared", 2)).toBeNull();
});

test("failures are forgotten one by one, also while others come in, and waits are bounded until then", async () => {
  let seconds = 0;
  for (let failures = 0; failures < 30; failures += 1) {
    const waitsUntil = (await count("patient", seconds)) ?? Number.NaN;
    expect(waitsUntil - seconds).toBeLessThanOrEqual(pace.longestSeconds);
    seconds += 61;
  }
  expect(await count("patient", seconds)).toBe(seconds + 60);
  seconds += 22 * 3_600;
  expect(await count("patient", seconds)).toBe(0);

  for (let hour = 0; hour < 40; hour += 1) expect(await count("a slip an hour", hour * 3_600)).toBe(0);
});

test("an instance whose clock runs behind is not kept waiting by attempts that need not wait", async () => {
  await count("skewed", 5);
  expect(await count("skewed", 4)).toBe(0);
  expect(await count("skewed", 0)).toBe(1);
});

test("what is forgotten is deleted, and what still counts or waits is not", async () => {
  await count("old", 0);
  for (let failures = 0; failures < 3; failures += 1) await count("fresh", 0);
  await transaction(visitor, (tx) => sweepThrottles(tx, 1_000, at(3_600)));
  expect(await rows()).toContain("fresh");
  expect(await rows()).not.toContain("old");
});

test("networks without end do not pile up: each attempt deletes more rows than it adds", async () => {
  const moment = new Date();
  for (let network = 0; network < 60; network += 1) {
    atTime(later(moment, network * 20 * secondMs));
    const address = `2001:db8:${network.toString(16)}::1`;
    await attempt("passkey", { client: { ...newClient(), address } });
  }
  expect((await rows()).length).toBeLessThanOrEqual(10);
});

test("five thousand unknown addresses leave no more rows than there are buckets for them", async () => {
  const client = newClient();
  const keys = Array.from({ length: 5_000 }, () => bucketsFor("reset", { client, email: newEmail() }));
  const distinct = new Set(keys.flat().map(({ key }) => key));
  expect(distinct.size).toBeLessThanOrEqual(4_096 + 2);
  expect(distinct.size).toBeGreaterThan(2_000);
  for (const key of distinct) expect(key).toMatch(/^reset:(unknown:\d{1,4}|network:[\w-]{22}|everyone)$/);
});

test("every kind of attempt has a budget of its own", async () => {
  atTime(new Date());
  const given = { client: newClient(), accountId: newId() };
  for (let failures = 0; failures < 6; failures += 1) expect(await attempt("login", given)).toBe("counted");
  expect(await attempt("login", given)).toBe("too_many 1");
  for (const scope of ["factor", "verify-password", "passkey", "reset", "email-change"] as const)
    expect(await attempt(scope, given)).toBe("counted");
});

test("a refused attempt counts nowhere: not with its network, and not with everyone", async () => {
  atTime(new Date());
  const accountId = newId();
  for (let failures = 0; failures < 6; failures += 1) await attempt("factor", { client: newClient(), accountId });
  const before = await database`select key, forgotten_at from throttles where key = 'factor:everyone'`;
  const client = newClient();
  expect(await attempt("factor", { client, accountId })).toBe("too_many 1");
  expect(await database`select key, forgotten_at from throttles where key = 'factor:everyone'`).toEqual(before);
  const network = bucketsFor("factor", { client })[0]?.key;
  expect(await rows()).not.toContain(network);
});

test("a storm from everywhere slows strangers by two seconds at most, and no recognised device", async () => {
  const moment = new Date();
  atTime(moment);
  const { free, drainSeconds } = paces.login.everyone;
  const accountId = newId();
  await database`insert into throttles (key, forgotten_at, blocked_until)
    values ('login:everyone', ${later(moment, (free + 3) * drainSeconds * secondMs)}, ${later(moment, 2 * secondMs)})
    on conflict (key) do update set forgotten_at = excluded.forgotten_at, blocked_until = excluded.blocked_until`;
  expect(await attempt("login", { client: newClient(), accountId })).toBe("too_many 2");
  expect(await attempt("login", { client: newClient(), accountId, recognised: true })).toBe("counted");
  expect(await attempt("passkey", { client: newClient(), accountId })).toBe("counted");
  atTime(later(moment, 2 * secondMs));
  expect(await attempt("login", { client: newClient(), accountId })).toBe("counted");
  expect(await attempt("login", { client: newClient(), accountId })).toBe("too_many 2");
});

test("an IPv6 site that rotates through its /64s has to wait as a whole, and its neighbours do not", async () => {
  atTime(new Date());
  const from = (address: string) => attempt("invite-ask", { client: { ...newClient(), address } });
  const { free } = paces["invite-ask"].site;
  for (let network = 0; network <= free; network += 1) expect(await from(`2001:db8:77:${network.toString(16)}::1`)).toBe("counted");
  expect(await from("2001:db8:77:ffff::1")).toBe("too_many 1");
  expect(await from("2001:db8:78::1")).toBe("counted");
});

test("attempts in parallel from many places neither block each other for good nor outrun the count", async () => {
  atTime(new Date());
  const accounts = [newId(), newId(), newId()];
  const clients = [newClient(), newClient()];
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, turn) =>
      attempt("factor", { client: clients[turn % 2] ?? newClient(), accountId: accounts[turn % 3] ?? newId() }),
    ),
  );
  expect(answers.filter((answer) => answer === "counted")).toHaveLength(18);
  expect(answers.filter((answer) => answer !== "counted" && answer !== "too_many 1")).toEqual([]);
});

test("what is forgiven leaves nothing behind", async () => {
  const moment = new Date();
  atTime(moment);
  const buckets = bucketsFor("login", { client: { ...newClient(), address: "2001:db8:99::1" }, accountId: newId() });
  const counted = await transaction(visitor, (tx) => countAgainst(tx, buckets));
  await transaction(visitor, (tx) => forgive(tx, counted));
  atTime(later(moment, secondMs));
  await transaction(visitor, (tx) => sweepThrottles(tx, 1_000, later(moment, secondMs)));
  expect(buckets).toHaveLength(4);
  expect(await rows()).toEqual([]);
});

test.each([
  ["192.0.2.1", "192.0.2.1", null],
  ["::ffff:192.0.2.1", "192.0.2.1", null],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"],
  ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64", "2001:db8:1::/48"],
  ["::1", "0:0:0:0::/64", "0:0:0::/48"],
  ["unknown", "unknown", null],
  ["", "unknown", null],
])("the address %j counts under %j, and under the site %j", (address, network, site) => {
  expect(networkOf(address)).toBe(network);
  expect(siteOf(address)).toBe(site);
});
