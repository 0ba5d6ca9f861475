import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { describeDevice } from "@/lib/accounts/describe-device";
import { endOtherSessions, endOwnSession } from "@/lib/accounts/end-own-session";
import { endSession } from "@/lib/accounts/end-session";
import { endSessions } from "@/lib/accounts/end-sessions";
import { listSessions } from "@/lib/accounts/list-sessions";
import { logIn } from "@/lib/accounts/log-in";
import { raiseSession } from "@/lib/accounts/raise-session";
import { readSession, type Session } from "@/lib/accounts/read-session";
import { endOf } from "@/lib/accounts/session-end";
import { setRole } from "@/lib/accounts/set-role";
import { type Start, startSession } from "@/lib/accounts/start-session";
import { recordAccess } from "@/lib/audit/record-access";
import { actingIn } from "@/lib/base/acting-session";
import { dayMs, hourMs, later, minuteMs, secondMs } from "@/lib/base/clock";
import { newSecretId } from "@/lib/base/ids";
import { givenMember, host, newClient } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";
import { waitFor } from "@/tests/support/wait-for";

const database = asSuperuser();
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const atTime = (at: Date) => vi.useFakeTimers({ toFake: ["Date"], now: at });
const given = async (sessionId: string): Promise<Session> => {
  const session = await readSession(sessionId, { activity: false });
  if (!session) throw new Error("this session does not live");
  return session;
};
const start = (accountId: string, assurance: Start["assurance"], remembered = false) =>
  transaction({ kind: "claimed", accountId }, (tx) => startSession(tx, accountId, newClient(), { assurance, remembered, reason: "login" }));
const raise = (session: Session, assurance: Start["assurance"] = "factor") =>
  transaction({ kind: "claimed", accountId: session.accountId }, (tx) =>
    raiseSession(tx, session, newClient(), { assurance, reason: "factor" }),
  );
const alive = async (sessionId: string, activity: boolean) => (await readSession(sessionId, { activity })) !== null;

test("half an hour without activity ends a session, and activity puts that off", async () => {
  const start = new Date();
  atTime(start);
  const { sessionId } = await givenMember();
  atTime(later(start, 29 * minuteMs));
  expect(await alive(sessionId, true)).toBe(true);
  atTime(later(start, 58 * minuteMs));
  expect(await alive(sessionId, false)).toBe(true);
  atTime(later(start, 59 * minuteMs));
  expect(await alive(sessionId, false)).toBe(false);
  expect(await alive(sessionId, true)).toBe(false);
});

test("reads in the background do not keep a session alive", async () => {
  const start = new Date();
  atTime(start);
  const { sessionId } = await givenMember();
  for (let minute = 5; minute < 30; minute += 5) {
    atTime(later(start, minute * minuteMs));
    expect(await alive(sessionId, false)).toBe(true);
  }
  atTime(later(start, 30 * minuteMs));
  expect(await alive(sessionId, false)).toBe(false);
});

test("twelve hours end a session, however busy it is", async () => {
  const start = new Date();
  atTime(start);
  const { sessionId } = await givenMember();
  const reads: boolean[] = [];
  for (let half = 1; half <= 48; half += 1) {
    atTime(later(start, half * 15 * minuteMs));
    reads.push(await alive(sessionId, true));
  }
  expect(reads.lastIndexOf(true)).toBe(46);
  expect(later(start, 48 * 15 * minuteMs)).toEqual(later(start, 12 * hourMs));
});

test("activity is written at most once a minute", async () => {
  const start = new Date();
  atTime(start);
  const { sessionId } = await givenMember();
  const seen = async () => (await database<{ seen_at: Date }[]>`select seen_at from sessions where id = ${sessionId}`)[0]?.seen_at;
  atTime(later(start, 59 * secondMs));
  await readSession(sessionId, { activity: true });
  expect(await seen()).toEqual(start);
  const minuteOn = later(start, 61 * secondMs);
  atTime(minuteOn);
  expect(await readSession(sessionId, { activity: true })).toMatchObject({ idleUntil: later(minuteOn, 30 * minuteMs) });
  expect(await seen()).toEqual(minuteOn);
});

test("a session that was ended stays ended, with its first reason, and the log tells of it once", async () => {
  const { sessionId, accountId } = await givenMember();
  await Promise.all([endSession(sessionId, "logout"), endSession(sessionId, "logout")]);
  await endSession(sessionId, "reported");
  expect(await alive(sessionId, true)).toBe(false);
  expect(await database`select ended_because from sessions where id = ${sessionId}`).toEqual([{ ended_because: "logout" }]);
  expect(await database`select reason from access_lines where subject = ${accountId} and act = 'session.end'`).toEqual([
    { reason: "logout" },
  ]);
});

test("each login has a session of its own, and ending one leaves the other", async () => {
  const { sessionId, email, password } = await givenMember();
  const second = await logIn({ email, password }, newClient());
  expect(second.sessionId).not.toBe(sessionId);
  await endSession(sessionId, "logout");
  expect(await alive(second.sessionId, true)).toBe(true);
});

test("a suspended account has no session that counts", async () => {
  const { sessionId, accountId } = await givenMember();
  await database`update accounts set state = 'suspended' where id = ${accountId}`;
  expect(await alive(sessionId, true)).toBe(false);
});

test("an id that is none, or nobody's, is no session", async () => {
  for (const id of ["", "null", "' or true --", newSecretId()]) expect(await alive(id, true)).toBe(false);
  await expect(endSession(newSecretId(), "logout")).resolves.toBeUndefined();
});

test("whoever asks to be kept signed in is so for 14 days without activity and 30 in all, however busy", async () => {
  const { email, password } = await givenMember();
  const begin = new Date();
  atTime(begin);
  const idle = await logIn({ email, password, remember: true }, newClient());
  const busy = await logIn({ email, password, remember: true }, newClient());
  expect([idle.remembered, busy.remembered]).toEqual([true, true]);
  atTime(later(begin, 13 * dayMs));
  expect(await alive(busy.sessionId, true)).toBe(true);
  expect(await alive(idle.sessionId, false)).toBe(true);
  atTime(later(begin, 14 * dayMs));
  expect(await alive(idle.sessionId, true)).toBe(false);
  atTime(later(begin, 26 * dayMs));
  expect(await alive(busy.sessionId, true)).toBe(true);
  atTime(later(begin, 30 * dayMs - secondMs));
  expect(await alive(busy.sessionId, true)).toBe(true);
  atTime(later(begin, 30 * dayMs));
  expect(await alive(busy.sessionId, true)).toBe(false);
});

test("staff are never kept signed in, whatever they ask for", async () => {
  const { accountId, email, password } = await givenMember();
  await setRole(host, accountId, "owner");
  const begin = new Date();
  atTime(begin);
  const { remembered, sessionId } = await logIn({ email, password, remember: true }, newClient());
  expect(remembered).toBe(false);
  atTime(later(begin, 30 * minuteMs));
  expect(await alive(sessionId, true)).toBe(false);
});

test("a login that waits for its second factor lives ten minutes, whatever is done in it", async () => {
  const { accountId } = await givenMember();
  const begin = new Date();
  atTime(begin);
  const sessionId = await start(accountId, "pending", true);
  atTime(later(begin, 10 * minuteMs - secondMs));
  expect(await alive(sessionId, true)).toBe(true);
  atTime(later(begin, 10 * minuteMs));
  expect(await alive(sessionId, true)).toBe(false);
});

test("each rise of assurance makes a new id, ends the old one, keeps what was asked for, and buys no time", async () => {
  const { accountId } = await givenMember();
  const begin = new Date();
  atTime(begin);
  const pending = await given(await start(accountId, "pending", true));
  atTime(later(begin, 5 * minuteMs));
  const first = await given(await raise(pending));
  atTime(later(begin, dayMs));
  const second = await given(await raise(first));
  expect(new Set([pending.id, first.id, second.id]).size).toBe(3);
  expect([await alive(pending.id, true), await alive(first.id, true)]).toEqual([false, false]);
  expect(second).toMatchObject({ assurance: "factor", remembered: true, createdAt: begin, expiresAt: later(begin, 30 * dayMs) });
  expect(second.provedAt).toEqual(later(begin, dayMs));
  await expect(raise(first)).rejects.toMatchObject({ refusal: "not_signed_in" });
});

test("the warning counts to whichever end comes first, and knows whether staying helps", async () => {
  const { sessionId } = await givenMember();
  const session = await given(sessionId);
  expect(endOf(session, later(session.idleUntil, -90 * secondMs))).toEqual({ secondsLeft: 90, canStay: true });
  const busy = { ...session, idleUntil: later(session.expiresAt, minuteMs) };
  expect(endOf(busy, later(session.expiresAt, -30 * secondMs))).toEqual({ secondsLeft: 30, canStay: false });
});

test("ending an account's sessions ends each, those that wait for a factor too, but the one to keep; the log has one line", async () => {
  const { accountId, sessionId } = await givenMember();
  const [other, pending, kept] = [await start(accountId, "password"), await start(accountId, "pending"), await start(accountId, "factor")];
  const stranger = await givenMember();
  const ended = await transaction({ kind: "claimed", accountId }, (tx) => endSessions(tx, accountId, "password_changed", kept));
  expect(ended).toBe(3);
  expect(await Promise.all([sessionId, other, pending, kept, stranger.sessionId].map((id) => alive(id, true)))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(await database`select reason, facts from access_lines where subject = ${accountId} and act = 'session.end-all'`).toEqual([
    { reason: "password_changed", facts: { ended: 3, kept: 1 } },
  ]);
});

describe("a request that began while its session lived writes nothing once that has ended", () => {
  const ends: [string, (of: { accountId: string; sessionId: string }) => Promise<unknown>][] = [
    ["by its holder", ({ accountId, sessionId }) => endOwnSession(accountId, sessionId)],
    [
      "by a changed password",
      ({ accountId }) => transaction({ kind: "claimed", accountId }, (tx) => endSessions(tx, accountId, "password_changed")),
    ],
    ["by a change of role", ({ accountId }) => setRole(host, accountId, "support")],
    ["with the account's suspension", ({ accountId }) => database`update accounts set state = 'suspended' where id = ${accountId}`],
    ["with the account's termination", ({ accountId }) => database`update accounts set state = 'terminated' where id = ${accountId}`],
  ];
  test.each(ends)("%s", async (_, end) => {
    const { accountId, sessionId } = await givenMember();
    const write = () =>
      transaction({ kind: "member", accountId }, (tx) =>
        recordAccess(tx, { act: "test.write", object: "test:1", subject: accountId, reason: "test" }),
      );
    await actingIn(sessionId, async () => {
      await write();
      await end({ accountId, sessionId });
      await expect(write()).rejects.toMatchObject({ refusal: "not_signed_in" });
    });
    expect(await database`select 1 from access_lines where subject = ${accountId} and act = 'test.write'`).toHaveLength(1);
  });
});

test("a member sees the sessions that live, this one first, and no one else's", async () => {
  const { accountId, sessionId } = await givenMember();
  await givenMember();
  const ended = await start(accountId, "password");
  await endSession(ended, "logout");
  await start(accountId, "pending");
  const idle = await start(accountId, "password");
  await database`update sessions set seen_at = seen_at - interval '31 minutes' where id = ${idle}`;
  const other = await start(accountId, "factor");
  const listed = await listSessions({ id: sessionId, accountId });
  expect(listed.map(({ id, isThis }) => [id, isThis])).toEqual([
    [sessionId, true],
    [other, false],
  ]);
  const row = {
    device: "Unknown device",
    network: expect.stringMatching(/^10\./),
    firstSeen: expect.any(Date),
    lastSeen: expect.any(Date),
  };
  expect(listed[1]).toMatchObject(row);
});

test("a member ends one session, or all others; another's is as one that never was", async () => {
  const { accountId, sessionId } = await givenMember();
  const [one, two, three] = [await start(accountId, "password"), await start(accountId, "password"), await start(accountId, "password")];
  const stranger = await givenMember();
  for (const id of [stranger.sessionId, newSecretId()])
    await expect(endOwnSession(accountId, id)).rejects.toMatchObject({ refusal: "not_found", facts: {} });
  expect(await alive(stranger.sessionId, true)).toBe(true);
  await endOwnSession(accountId, one);
  expect(await Promise.all([one, two].map((id) => alive(id, true)))).toEqual([false, true]);
  expect(await endOtherSessions({ id: sessionId, accountId })).toBe(2);
  expect(await Promise.all([sessionId, two, three, stranger.sessionId].map((id) => alive(id, true)))).toEqual([true, false, false, true]);
});

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Safari on iOS",
  ],
  ["<script>alert(1)</script>/1.0", "Unknown device"],
  ["", "Unknown device"],
  [null, "Unknown device"],
])("a browser that calls itself %s is listed as %s", (userAgent, device) => {
  expect(describeDevice(userAgent)).toBe(device);
});

test("the end of all sessions waits for one that is rising at that moment, and ends what it has become", async () => {
  const { accountId, sessionId } = await givenMember();
  const before = await given(sessionId);
  const risen = Promise.withResolvers<string>();
  const goOn = Promise.withResolvers<void>();
  const rising = transaction({ kind: "claimed", accountId }, async (tx) => {
    risen.resolve(await raiseSession(tx, before, newClient(), { assurance: "factor", reason: "factor" }));
    await goOn.promise;
  });
  const id = await risen.promise;
  const ending = transaction({ kind: "claimed", accountId }, (tx) => endSessions(tx, accountId, "password_changed"));
  const waiting = () => database`select 1 from pg_locks where locktype = 'advisory' and not granted`;
  await waitFor("the end to wait", async () => (await waiting()).length > 0);
  goOn.resolve();
  await Promise.all([rising, ending]);
  expect(await alive(id, false)).toBe(false);
});
