import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDatabases } from "@/db/client";
import { endSession } from "@/lib/accounts/end-session";
import { logIn } from "@/lib/accounts/log-in";
import { readSession } from "@/lib/accounts/read-session";
import { hourMs, later, minuteMs, secondMs } from "@/lib/base/clock";
import { newSecretId } from "@/lib/base/ids";
import { givenMember, newClient } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const atTime = (at: Date) => vi.useFakeTimers({ toFake: ["Date"], now: at });
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
