import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { addAuthenticator, offerAuthenticator } from "@/lib/accounts/add-authenticator";
import { readSession } from "@/lib/accounts/read-session";
import { verifyFactor } from "@/lib/accounts/verify-factor";
import { later, minuteMs, secondMs } from "@/lib/base/clock";
import { enrolTotp } from "@/lib/factors/enrol-totp";
import { matchTotp } from "@/lib/factors/match-totp";
import { readFactors } from "@/lib/factors/read-factors";
import { openTotpSecret, sealTotpSecret } from "@/lib/factors/seal-totp-secret";
import { takeTotp } from "@/lib/factors/take-totp";
import { givenAppMember, givenPending } from "@/tests/support/factor-member";
import { givenMember, newClient } from "@/tests/support/members";
import { appCode } from "@/tests/support/one-time-codes";
import { sessionOf } from "@/tests/support/passkey-member";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const stepMs = 30 * secondMs;
const atTime = (at: Date) => vi.useFakeTimers({ toFake: ["Date"], now: at });
const wrongCode = { refusal: "wrong_credentials", facts: { reason: "code" } };
const claimed = (accountId: string) => ({ kind: "claimed", accountId }) as const;
const take = (accountId: string, code: string) => transaction(claimed(accountId), (tx) => takeTotp(tx, accountId, code));
const alive = async (id: string) => (await readSession(id, { activity: false })) !== null;
const mailsTo = async (accountId: string) =>
  (await database<{ template: string }[]>`select template from outbox where account_id = ${accountId}`).map(({ template }) => template);

/** RFC 6238, appendix B, SHA-1: the last six of its eight digits. Its secret is "12345678901234567890". */
const published: [number, string][] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];

test.each(published)("the code that RFC 6238 publishes for second %d is taken, and no other", (second, code) => {
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  const at = new Date(second * 1_000);
  expect(matchTotp(secret, code, at)).toBe(Math.floor(second / 30));
  expect(matchTotp(secret, code, later(at, 10 * minuteMs))).toBeNull();
});

test("a code is taken one step early and one step late, and not beyond", async () => {
  const { accountId } = await givenMember();
  const secret = offerAuthenticator(await sessionOf((await givenMember()).sessionId)).secret;
  await enrolTotp(accountId, secret, "Phone");
  const start = new Date("2027-01-01T12:00:00Z");
  atTime(start);
  expect(await take(accountId, appCode(secret, later(start, -2 * stepMs)))).toBe(false);
  expect(await take(accountId, appCode(secret, later(start, 2 * stepMs)))).toBe(false);
  for (const steps of [-1, 0, 1]) expect(await take(accountId, appCode(secret, later(start, steps * stepMs)))).toBe(true);
});

test("twenty uses of one code at the same moment: one is taken", async () => {
  const { accountId, secret } = await givenAppMember();
  const code = appCode(secret);
  const taken = await Promise.all(Array.from({ length: 20 }, () => take(accountId, code)));
  expect(taken.filter(Boolean)).toHaveLength(1);
});

test("once a code is taken, neither it nor an earlier one counts again", async () => {
  const { accountId, secret } = await givenAppMember();
  const next = appCode(secret, later(new Date(), stepMs));
  expect(await take(accountId, next)).toBe(true);
  expect(await take(accountId, next)).toBe(false);
  expect(await take(accountId, appCode(secret))).toBe(false);
});

test("the code that enrolled an app is used up by it", async () => {
  const member = await givenMember();
  const session = await sessionOf(member.sessionId);
  const { secret, setUp } = offerAuthenticator(session);
  const code = appCode(secret);
  await addAuthenticator(session, { setUp, code, name: "" }, newClient());
  expect(await take(member.accountId, code)).toBe(false);
});

test("a secret is stored unreadable, and opens for no other account or factor", async () => {
  const { accountId, secret } = await givenAppMember();
  const [row] = await database<{ factor_id: string; sealed: Buffer }[]>`
    select factor_id, sealed from totp_secrets where account_id = ${accountId}`;
  const sealed = row?.sealed ?? Buffer.alloc(0);
  const factorId = row?.factor_id ?? "";
  expect(openTotpSecret(sealed, { accountId, factorId })).toBe(secret);
  expect(() => openTotpSecret(sealed, { accountId: factorId, factorId: accountId })).toThrow();
  expect(() => openTotpSecret(sealed, { accountId, factorId: accountId })).toThrow();
  expect(sealTotpSecret(secret, { accountId, factorId }).equals(sealed)).toBe(false);
});

describe("setting up", () => {
  test("stores nothing before a right code, and a wrong one changes nothing", async () => {
    const member = await givenMember();
    const session = await sessionOf(member.sessionId);
    const { secret, setUp } = offerAuthenticator(session);
    const wrong = appCode(secret, later(new Date(), 10 * minuteMs));
    await expect(addAuthenticator(session, { setUp, code: wrong, name: "" }, newClient())).rejects.toMatchObject(wrongCode);
    expect((await readFactors(member.accountId)).factors).toEqual([]);
    expect(await alive(member.sessionId)).toBe(true);
  });

  test("is refused after 15 minutes, in another session, for another account, and a second time", async () => {
    const start = new Date();
    atTime(start);
    const member = await givenMember();
    const session = await sessionOf(member.sessionId);
    const other = await sessionOf((await givenMember()).sessionId);
    const again = await givenPending(member);
    const { secret, setUp } = offerAuthenticator(session);
    const refusedSetUp = { refusal: "conflict", facts: { reason: "set_up" } };
    const sent = () => ({ setUp, code: appCode(secret, new Date()), name: "" });
    await expect(addAuthenticator(other, sent(), newClient())).rejects.toMatchObject(refusedSetUp);
    await expect(addAuthenticator(again, sent(), newClient())).rejects.toMatchObject(refusedSetUp);
    atTime(later(start, 15 * minuteMs + secondMs));
    await expect(addAuthenticator(session, sent(), newClient())).rejects.toMatchObject(refusedSetUp);
    atTime(later(start, 14 * minuteMs));
    await addAuthenticator(session, sent(), newClient());
    await expect(addAuthenticator(session, sent(), newClient())).rejects.toMatchObject(refusedSetUp);
    expect((await readFactors(member.accountId)).factors).toHaveLength(1);
  });

  test("of the first app raises the session under a new id, ends every other one, and is mailed", async () => {
    const member = await givenMember();
    const elsewhere = await givenPending(member);
    const session = await sessionOf(member.sessionId);
    const { secret, setUp } = offerAuthenticator(session);
    const first = await addAuthenticator(session, { setUp, code: appCode(secret), name: "Phone" }, newClient());
    expect((await sessionOf(first?.sessionId ?? "")).assurance).toBe("factor");
    expect([await alive(member.sessionId), await alive(elsewhere.id)]).toEqual([false, false]);
    expect(first?.codes).toHaveLength(10);
    expect(await mailsTo(member.accountId)).toContain("factor-added");
  });
});

describe("a login", () => {
  test("whose password was right waits for the code, rises with it under a new id, and the code works no more", async () => {
    const member = await givenAppMember();
    const pending = await givenPending(member);
    expect(pending.assurance).toBe("pending");
    const code = appCode(member.secret);
    const raised = await verifyFactor(pending, { kind: "totp", code }, newClient());
    expect((await sessionOf(raised)).assurance).toBe("factor");
    expect(await alive(pending.id)).toBe(false);
    await expect(verifyFactor(await givenPending(member), { kind: "totp", code }, newClient())).rejects.toMatchObject(wrongCode);
  });

  test("in a session that ended meanwhile does not rise, and the code stays unused", async () => {
    const member = await givenAppMember();
    const pending = await givenPending(member);
    await database`update sessions set ended_at = now(), ended_because = 'reported' where id = ${pending.id}`;
    const code = appCode(member.secret);
    await expect(verifyFactor(pending, { kind: "totp", code }, newClient())).rejects.toMatchObject({ refusal: "not_signed_in" });
    expect(await take(member.accountId, code)).toBe(true);
  });

  test("with a code of someone else's app is refused", async () => {
    const [member, other] = [await givenAppMember(), await givenAppMember()];
    const code = appCode(other.secret);
    await expect(verifyFactor(await givenPending(member), { kind: "totp", code }, newClient())).rejects.toMatchObject(wrongCode);
  });

  test("has to wait after several wrong codes, and then even a right one is not looked at", async () => {
    const member = await givenAppMember();
    const pending = await givenPending(member);
    const attempt = (code: string) =>
      verifyFactor(pending, { kind: "totp", code }, newClient()).catch((thrown: { refusal: string }) => thrown.refusal);
    const outcomes: string[] = [];
    for (let tries = 0; tries < 8 && outcomes.at(-1) !== "too_many"; tries += 1) outcomes.push(await attempt("000000"));
    expect(outcomes.at(-1)).toBe("too_many");
    const code = appCode(member.secret);
    expect(await attempt(code)).toBe("too_many");
    expect(await take(member.accountId, code)).toBe(true);
  });
});
