import { hash } from "@node-rs/argon2";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { closeDatabases } from "@/db/client";
import { parameters } from "@/lib/accounts/hash-password";
import { logIn } from "@/lib/accounts/log-in";
import { givenMember, newClient, newEmail } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const verifications = vi.hoisted(() => ({ count: 0 }));
vi.mock("@node-rs/argon2", async (original) => {
  const library = await original<typeof import("@node-rs/argon2")>();
  return {
    ...library,
    verify: (...given: Parameters<typeof library.verify>) => {
      verifications.count += 1;
      return library.verify(...given);
    },
  };
});

const database = asSuperuser();
beforeEach(() => {
  verifications.count = 0;
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => Promise.all([database.end(), closeDatabases()]));

/** Only `Date` stands still, so that the database's connections go on. */
const atTime = (at: Date) => vi.useFakeTimers({ toFake: ["Date"], now: at });
const attempt = (email: string, password: string, client = newClient()) =>
  logIn({ email, password }, client).then(
    () => "in",
    ({ refusal, facts }) => (refusal === "too_many" ? `wait ${facts.retryAfterSeconds}` : refusal),
  );

test("an unknown address and a wrong password are refused alike, after one verification each", async () => {
  const { email } = await givenMember();
  verifications.count = 0;
  const refusals = [];
  for (const address of [email, newEmail()]) {
    const refused = await logIn({ email: address, password: "a wrong password, at length" }, newClient()).catch((thrown) => thrown);
    refusals.push({ message: refused.message, status: refused.status, facts: refused.facts, verifications: verifications.count });
    verifications.count = 0;
  }
  expect(refusals[0]).toEqual({ message: "wrong_credentials", status: 401, facts: {}, verifications: 1 });
  expect(refusals[1]).toEqual(refusals[0]);
});

test("from the sixth failure on, each makes the next attempt wait twice as long, up to a quarter of an hour", async () => {
  const { email, password } = await givenMember();
  const start = new Date();
  atTime(start);
  for (let failures = 0; failures < 6; failures += 1) expect(await attempt(email, "wrong")).toBe("wrong_credentials");
  const waits: string[] = [];
  let at = start.getTime();
  for (let failures = 0; failures < 12; failures += 1) {
    const answer = await attempt(email, "wrong");
    waits.push(answer);
    at += Number(answer.slice(5)) * 1_000;
    atTime(new Date(at));
    expect(await attempt(email, "wrong")).toBe("wrong_credentials");
  }
  expect(waits.map((answer) => Number(answer.slice(5)))).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  expect(await attempt(email, password)).toBe("wait 900");
  atTime(new Date(at + 900_000));
  expect(await attempt(email, password)).toBe("in");
  for (let failures = 0; failures < 5; failures += 1) expect(await attempt(email, "wrong")).toBe("wrong_credentials");
  expect(await attempt(email, password)).toBe("in");
}, 30_000);

test("an attempt that has to wait verifies nothing and does not make the wait longer", async () => {
  const { email } = await givenMember();
  atTime(new Date());
  for (let failures = 0; failures < 6; failures += 1) await attempt(email, "wrong");
  verifications.count = 0;
  expect([await attempt(email, "wrong"), await attempt(email, "wrong"), await attempt(email, "wrong")]).toEqual([
    "wait 1",
    "wait 1",
    "wait 1",
  ]);
  expect(verifications.count).toBe(0);
});

test("guesses in parallel do not outrun the count", async () => {
  const { email } = await givenMember();
  atTime(new Date());
  const answers = await Promise.all(Array.from({ length: 40 }, () => attempt(email, "wrong")));
  expect(answers.filter((answer) => answer === "wrong_credentials")).toHaveLength(6);
});

test("unknown addresses are throttled too, and share a fixed number of buckets", async () => {
  atTime(new Date());
  const email = newEmail();
  for (let failures = 0; failures < 6; failures += 1) expect(await attempt(email, "wrong")).toBe("wrong_credentials");
  expect(await attempt(email.toUpperCase(), "wrong")).toBe("wait 1");
  const rows = await database<{ key: string }[]>`select key from throttles where key like 'login:unknown:%'`;
  expect(rows.length).toBeGreaterThan(0);
  for (const { key } of rows) expect(Number(key.split(":")[2])).toBeLessThan(4_096);
});

test("a network that guesses at many accounts has to wait, with all the addresses of its IPv6 /64", async () => {
  atTime(new Date());
  const answers = await Promise.all(
    Array.from({ length: 103 }, (_, guess) => attempt(newEmail(), "wrong", { ...newClient(), address: `2001:db8::${guess.toString(16)}` })),
  );
  expect(answers.filter((answer) => answer === "wrong_credentials")).toHaveLength(101);
  expect(answers.filter((answer) => answer === "wait 1")).toHaveLength(2);
  const { email, password } = await givenMember();
  expect(await attempt(email, password, { ...newClient(), address: "2001:DB8:0:0:ffff::1" })).toBe("wait 1");
  expect(await attempt(email, password, { ...newClient(), address: "2001:db8:0:1::1" })).toBe("in");
}, 30_000);

test("logging in gives a network back that attempt only, so that it does not buy guesses", async () => {
  const client = newClient();
  const { email, password } = await givenMember();
  atTime(new Date());
  await Promise.all(Array.from({ length: 100 }, () => attempt(newEmail(), "wrong", client)));
  expect(await attempt(email, password, client)).toBe("in");
  expect(await attempt(newEmail(), "wrong", client)).toBe("wrong_credentials");
  expect(await attempt(email, password, client)).toBe("wait 1");
}, 30_000);

test("the throttle keeps neither addresses nor e-mails", async () => {
  await attempt("somebody-in-particular@example.org", "wrong", { ...newClient(), address: "192.0.2.77" });
  const rows = await database<{ key: string }[]>`select key from throttles`;
  expect(rows.map(({ key }) => key).join(" ")).not.toMatch(/192\.0\.2|somebody|@/);
});

test("a hash of older parameters is made anew at the next login, and the password still fits", async () => {
  const { email, password, accountId } = await givenMember();
  const weak = await hash(password, { algorithm: 2, memoryCost: 8_192, timeCost: 1, parallelism: 1 });
  await database`update passwords set hash = ${weak} where account_id = ${accountId}`;
  expect(await attempt(email, password)).toBe("in");
  const [row] = await database<{ hash: string }[]>`select hash from passwords where account_id = ${accountId}`;
  expect(row?.hash).toContain(`$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`);
  expect(await attempt(email, password)).toBe("in");
});

test("whoever holds the right password of a suspended account is told so, and nobody else", async () => {
  const { email, password, accountId } = await givenMember();
  await database`update accounts set state = 'suspended' where id = ${accountId}`;
  await expect(logIn({ email, password }, newClient())).rejects.toMatchObject({ refusal: "forbidden", facts: { state: "suspended" } });
  expect(await attempt(email, "wrong")).toBe("wrong_credentials");
});

test("a password in full-width characters is the one that was set", async () => {
  const { email } = await givenMember("plover anvil sketch tuesday moss");
  expect(await attempt(email, "ｃｏｒｒｅｃｔ horse battery staple")).toBe("in");
});

test("what is no address, or longer than any password, is refused without work", async () => {
  const { email, password } = await givenMember();
  verifications.count = 0;
  for (const address of ["", "nobody", `${"x".repeat(300)}@example.org`, `\0${email}`])
    expect(await attempt(address, password)).toBe("wrong_credentials");
  expect(await attempt(email, "x".repeat(1_025))).toBe("wrong_credentials");
  expect(verifications.count).toBe(0);
});
