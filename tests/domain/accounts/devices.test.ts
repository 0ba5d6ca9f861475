import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDatabases } from "@/db/client";
import type { Client } from "@/lib/accounts/client";
import { logIn } from "@/lib/accounts/log-in";
import { givenMember, goodPassword, newClient, newEmail } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

/** What is asked here is how many guesses reach the verification, not what that costs: it compares in the blink of an eye. */
vi.mock("@/lib/passwords/hash-password", async (original) => ({
  ...(await original<typeof import("@/lib/passwords/hash-password")>()),
  isOutdated: () => false,
  verifyPassword: async (stored: string | null, given: string) => stored !== null && given === goodPassword,
}));

const database = asSuperuser();
afterEach(async () => {
  vi.useRealTimers();
  await database`delete from throttles`;
});
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const atTime = (at: Date) => vi.useFakeTimers({ toFake: ["Date"], now: at });
const attempt = (email: string, password: string, client: Client = newClient()) =>
  logIn({ email, password }, client).then(
    () => "in",
    ({ refusal, facts }) => (refusal === "too_many" ? `wait ${facts.retryAfterSeconds}` : refusal),
  );
const moved = (client: Client): Client => ({ ...newClient(), deviceSecret: client.deviceSecret });

/** A member who has logged in from a browser before. */
async function givenOwner() {
  const member = await givenMember();
  const device = newClient();
  expect(await attempt(member.email, member.password, device)).toBe("in");
  return { ...member, device };
}

/** Strangers everywhere guess at the account, as soon as they may, until it has to wait for the longest time. */
async function hammer(email: string): Promise<void> {
  let at = Date.now();
  for (let guess = 0; guess < 40; guess += 1) {
    const answer = await attempt(email, "wrong");
    if (answer === "wait 900") return;
    if (answer === "wrong_credentials") continue;
    at += Number(answer.slice(5)) * 1_000;
    atTime(new Date(at));
  }
  throw new Error("the account never had to wait for the longest time");
}

test("strangers who hammer an account do not keep its owner waiting on a device that it has used before", async () => {
  const { email, password, device } = await givenOwner();
  await hammer(email);
  expect(await attempt(email, password, newClient())).toBe("wait 900");
  expect(await attempt(email, password, device)).toBe("in");
  expect(await attempt(email, "a slip", moved(device))).toBe("wrong_credentials");
  expect(await attempt(email, password, moved(device))).toBe("in");
});

test("nor do those who share its network, or a storm from everywhere", async () => {
  const { email, password, device } = await givenOwner();
  atTime(new Date());
  for (let guess = 0; guess < 101; guess += 1) await attempt(newEmail(), "wrong", { ...newClient(), address: device.address });
  await database`update throttles set forgotten_at = now() + interval '3005 seconds', blocked_until = now() + interval '2 seconds'
    where key = 'login:everyone'`;
  expect(await attempt(email, password, { ...newClient(), address: device.address })).toMatch(/^wait/);
  expect(await attempt(email, password)).toMatch(/^wait/);
  expect(await attempt(email, password, device)).toBe("in");
});

test("who knows the address alone cannot use the device's budget: neither a secret of one's own nor another account's will do", async () => {
  const { email, password } = await givenOwner();
  const stranger = await givenOwner();
  await hammer(email);
  expect(await attempt(email, password, stranger.device)).toBe("wait 900");
  const [device] = await database<{ secretHash: string }[]>`
    select secret_hash as "secretHash" from devices where account_id = ${stranger.accountId} order by created_at desc limit 1`;
  expect(await attempt(email, password, { ...newClient(), deviceSecret: device?.secretHash ?? "" })).toBe("wait 900");
  expect(await attempt(email, password, { ...newClient(), deviceSecret: "" })).toBe("wait 900");
});

test("a stolen device cookie buys no endless guesses, and slows neither the owner's other devices nor anybody else", async () => {
  const { email, password, device } = await givenOwner();
  const other = newClient();
  expect(await attempt(email, password, other)).toBe("in");
  atTime(new Date());
  for (let guess = 0; guess < 11; guess += 1) expect(await attempt(email, "wrong", moved(device))).toBe("wrong_credentials");
  expect(await attempt(email, "wrong", moved(device))).toBe("wait 1");
  expect(await attempt(email, password, other)).toBe("in");
  expect(await attempt(email, password, newClient())).toBe("in");
});

test("a browser that has shown only the password, where a second factor is awaited, is not a recognised device", async () => {
  const { email, password, accountId } = await givenMember();
  await database`insert into factors (id, account_id, kind, name) values (gen_random_uuid(), ${accountId}, 'totp', 'Phone')`;
  const thief = newClient();
  expect(await attempt(email, password, thief)).toBe("in");
  await hammer(email);
  expect(await attempt(email, password, thief)).toBe("wait 900");
});

test("strangers get 110 guesses at an account in a day, wherever they are and however often its owner logs in meanwhile", async () => {
  const { email, password, device } = await givenOwner();
  const start = new Date();
  const end = start.getTime() + 86_400_000;
  let [guesses, logins] = [0, 0];
  for (let at = start.getTime(); at < end; ) {
    atTime(new Date(at));
    // The owner, on a device that is new each time, comes first whenever the account need not wait.
    if ((await attempt(email, password)) === "in") logins += 1;
    const answer = await attempt(email, "wrong");
    if (answer === "wrong_credentials") guesses += 1;
    else at += Number(answer.slice(5)) * 1_000;
  }
  expect(await attempt(email, password, device)).toBe("in");
  expect(logins).toBeGreaterThan(90);
  expect(guesses).toBeGreaterThan(90);
  expect(guesses).toBeLessThanOrEqual(110);
}, 120_000);
