import { hash } from "@node-rs/argon2";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { closeDatabases } from "@/db/client";
import { logIn } from "@/lib/accounts/log-in";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { parameters } from "@/lib/passwords/hash-password";
import { givenMember, newClient, newEmail } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const verifications = vi.hoisted(() => ({ count: 0, longest: 0, meanwhile: async () => undefined as unknown }));
vi.mock("@node-rs/argon2", async (original) => {
  const library = await original<typeof import("@node-rs/argon2")>();
  return {
    ...library,
    verify: async (...given: Parameters<typeof library.verify>) => {
      verifications.count += 1;
      verifications.longest = Math.max(verifications.longest, Buffer.byteLength(given[1]));
      const isRight = await library.verify(...given);
      await verifications.meanwhile();
      return isRight;
    },
  };
});

const database = asSuperuser();
beforeEach(() => {
  Object.assign(verifications, { count: 0, longest: 0, meanwhile: async () => undefined });
});
afterEach(async () => {
  vi.useRealTimers();
  await database`delete from throttles`;
});
afterAll(() => Promise.all([database.end(), closeDatabases()]));

/** Only `Date` stands still, so that the database's connections go on. */
const atTime = (at: Date) => vi.useFakeTimers({ toFake: ["Date"], now: at });
const attempt = (email: string, password: string, client = newClient()) =>
  logIn({ email, password }, client).then(
    () => "in",
    ({ refusal, facts }) => (refusal === "too_many" ? `wait ${facts.retryAfterSeconds}` : refusal),
  );
const givenState = async (state: string) => {
  const member = await givenMember();
  await database`update accounts set state = ${state} where id = ${member.accountId}`;
  return member;
};

const wrongPassword = "a wrong password, at length";
const tooLong = "x".repeat(1_025);
test.each<[string, () => Promise<{ email: string; password: string }>]>([
  ["an unknown address", async () => ({ email: newEmail(), password: wrongPassword })],
  ["a wrong password", async () => ({ ...(await givenMember()), password: wrongPassword })],
  ["a wrong password of a suspended account", async () => ({ ...(await givenState("suspended")), password: wrongPassword })],
  ["a wrong password of a terminated account", async () => ({ ...(await givenState("terminated")), password: wrongPassword })],
  ["the right password of an erased account", async () => await givenState("erased")],
  ["no address", async () => ({ email: "", password: wrongPassword })],
  ["a word in the place of an address", async () => ({ email: "nobody", password: wrongPassword })],
  ["an address longer than any", async () => ({ email: `${"x".repeat(300)}@example.org`, password: wrongPassword })],
  ["a zero byte in the address", async () => ({ ...(await givenMember()), email: "\0somebody@example.org" })],
  ["a password longer than any", async () => ({ ...(await givenMember()), password: tooLong })],
  ["a password longer than any, for an unknown address", async () => ({ email: newEmail(), password: tooLong })],
  ["an empty password", async () => ({ ...(await givenMember()), password: "" })],
])("%s is refused in the same words, after exactly one verification", async (_, given) => {
  const login = await given();
  const refused = await logIn(login, newClient()).catch((thrown) => thrown);
  expect({ message: refused.message, status: refused.status, facts: refused.facts }).toEqual({
    message: "wrong_credentials",
    status: 401,
    facts: {},
  });
  expect(verifications.count).toBe(1);
  expect(verifications.longest).toBeLessThanOrEqual(1_024);
});

test("the right password takes one verification too", async () => {
  const { email, password } = await givenMember();
  expect(await attempt(email, password)).toBe("in");
  expect(verifications.count).toBe(1);
});

test("a password as long as any may be is the whole of it: one letter more or less is another one", async () => {
  const longest = `a long one ${"x".repeat(1_013)}`.slice(0, 1_024);
  const { email, accountId } = await givenMember();
  await database`update passwords set hash = ${await hash(longest, { algorithm: 2, ...parameters })} where account_id = ${accountId}`;
  expect(await attempt(email, longest)).toBe("in");
  expect(await attempt(email, longest.slice(0, -1))).toBe("wrong_credentials");
  expect(await attempt(email, `${longest}x`)).toBe("wrong_credentials");
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
}, 90_000);

test("a day after the last failure all are forgotten", async () => {
  const { email } = await givenMember();
  const start = new Date();
  atTime(start);
  for (let failures = 0; failures < 6; failures += 1) await attempt(email, "wrong");
  atTime(new Date(start.getTime() + 86_400_000));
  for (let failures = 0; failures < 6; failures += 1) expect(await attempt(email, "wrong")).toBe("wrong_credentials");
  expect(await attempt(email, "wrong")).toBe("wait 1");
});

test("an attempt that has to wait verifies nothing and does not make the wait longer", async () => {
  const { email } = await givenMember();
  atTime(new Date());
  for (let failures = 0; failures < 6; failures += 1) await attempt(email, "wrong");
  verifications.count = 0;
  for (let refusals = 0; refusals < 3; refusals += 1) expect(await attempt(email, "wrong")).toBe("wait 1");
  expect(verifications.count).toBe(0);
});

test("guesses in parallel do not outrun the count", async () => {
  const { email } = await givenMember();
  atTime(new Date());
  const answers = await Promise.all(Array.from({ length: 40 }, () => attempt(email, "wrong")));
  expect(answers.filter((answer) => answer === "wrong_credentials")).toHaveLength(6);
});

test("an unknown address has to wait as a known one does", async () => {
  const { email } = await givenMember();
  atTime(new Date());
  const answers = async (address: string) => {
    const given: string[] = [];
    for (let failures = 0; failures < 8; failures += 1) given.push(await attempt(address, "wrong"));
    return given;
  };
  expect(await answers(newEmail())).toEqual(await answers(email));
});

const spellings = {
  "upper case": (email: string) => email.toUpperCase(),
  "full-width letters": (email: string) => email.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
  "letters of mathematics": (email: string) =>
    email.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) - 97 + 0x1d41a)),
  "a full-width at sign and dots": (email: string) => email.replace("@", "\uff20").replaceAll(".", "\uff0e"),
  "ideographic dots": (email: string) => email.replaceAll(".", "\u3002"),
  "surrounding spaces of all kinds": (email: string) => ` \t\u3000\u00a0${email}\u2003\ufeff\r\n`,
  "the root's dot": (email: string) => `${email}.`,
  "a soft hyphen in the domain": (email: string) => email.replace("@m", "@m\u00ad"),
  "its domain in ASCII form": (email: string) => email.replace("münchen", "xn--mnchen-3ya"),
  "its domain in ASCII form and upper case": (email: string) => email.replace("münchen", "XN--MNCHEN-3YA"),
  "a combining accent": (email: string) => email.normalize("NFD"),
};
test.each(Object.entries(spellings))("%s opens no second bucket, for a known address or an unknown one", async (_, spell) => {
  const { accountId } = await givenMember();
  const known = `${newEmail().split("@")[0]}@münchen.example`;
  await database`update accounts set email = ${normaliseEmail(known)} where id = ${accountId}`;
  const unknown = `${newEmail().split("@")[0]}@münchen.example`;
  atTime(new Date());
  for (const email of [known, unknown]) {
    expect(spell(email)).not.toBe(email);
    for (let failures = 0; failures < 6; failures += 1)
      expect(await attempt(failures % 2 ? email : spell(email), "wrong")).toBe("wrong_credentials");
    expect(await attempt(spell(email), "wrong")).toBe("wait 1");
    expect(await attempt(email, "wrong")).toBe("wait 1");
  }
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
}, 90_000);

test("logging in gives a network back that attempt only, so that it does not buy guesses", async () => {
  const client = newClient();
  const { email, password } = await givenMember();
  atTime(new Date());
  await Promise.all(Array.from({ length: 100 }, () => attempt(newEmail(), "wrong", client)));
  expect(await attempt(email, password, client)).toBe("in");
  expect(await attempt(newEmail(), "wrong", client)).toBe("wrong_credentials");
  expect(await attempt(newEmail(), "wrong", client)).toBe("wait 1");
}, 90_000);

test("the throttle keeps neither addresses nor e-mails", async () => {
  await attempt("somebody-in-particular@example.org", "wrong", { ...newClient(), address: "192.0.2.77" });
  const rows = await database<{ key: string }[]>`select key from throttles`;
  expect(rows).toHaveLength(3);
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

test.each(["suspended", "terminated"])("whoever holds the right password of a %s account is told so", async (state) => {
  const { email, password } = await givenState(state);
  await expect(logIn({ email, password }, newClient())).rejects.toMatchObject({ refusal: "forbidden", facts: { state } });
});

test("a password in full-width characters is the one that was set", async () => {
  const { email } = await givenMember("plover anvil sketch tuesday moss");
  expect(await attempt(email, "ｐｌｏｖｅｒ anvil sketch tuesday moss")).toBe("in");
});

test.each([
  ["the password changed", (id: string) => database`update passwords set hash = 'another' where account_id = ${id}`, "wrong_credentials"],
  ["the account suspended", (id: string) => database`update accounts set state = 'suspended' where id = ${id}`, "forbidden"],
  ["the address moved", (id: string) => database`update accounts set email = 'moved-' || email where id = ${id}`, "wrong_credentials"],
])("a login whose password is being verified while %s comes to nothing", async (_, change, outcome) => {
  const { accountId, email, password } = await givenMember();
  verifications.meanwhile = () => change(accountId);
  expect(await attempt(email, password)).toBe(outcome);
  expect(await database`select 1 from sessions where account_id = ${accountId} and ended_at is null`).toHaveLength(1);
});

test("a role given while the password is verified leaves nobody signed in for a month", async () => {
  const { accountId, email, password } = await givenMember();
  verifications.meanwhile = () => database`update accounts set role = 'support' where id = ${accountId}`;
  expect(await logIn({ email, password, remember: true }, newClient())).toMatchObject({ remembered: false });
});
