import { afterEach, expect, test, vi } from "vitest";
import { transaction } from "@/db/client";
import { dueVerifications } from "@/db/queries/connections";
import { hourMs, later, minuteMs, now } from "@/lib/base/clock";
import { readConnections } from "@/lib/connections/read-connections";
import { readOpenings } from "@/lib/connections/read-openings";
import { dropSession, sessionFor } from "@/lib/connections/session-for";
import { setMode } from "@/lib/connections/set-mode";
import { pauseRefused } from "@/lib/connections/settle-connection";
import { submitCredential } from "@/lib/connections/submit-credential";
import { verifyConnection } from "@/lib/connections/verify-connection";
import { pollConnection } from "@/lib/orders/poll-connection";
import { connectionRow, givenConnection, givenLogin, givenSealed, sealAsBrowser } from "@/tests/domain/support/given-connection";
import { givenSandbox } from "@/tests/domain/support/given-sandbox";

const { sandbox, database } = await givenSandbox();
afterEach(() => {
  vi.useRealTimers();
});

/** Moves the service's clock; the platform's sessions do not mind. */
const passTime = (milliseconds: number) => {
  const at = later(now(), milliseconds);
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(at);
};
const mailsAbout = (accountId: string) =>
  database`select template from outbox where account_id = ${accountId} order by created_at, id`.then((rows) =>
    rows.map(({ template }) => template),
  );
const isDue = (connectionId: string) =>
  transaction({ kind: "system", job: "test" }, async (tx) => (await dueVerifications(tx, now(), 1_000)).includes(connectionId));
const tokenCalls = async () => {
  const { platform } = await sandbox.control<{ platform: { calls: { operation: string }[] } }>("GET", "/__world");
  return platform.calls.filter(({ operation }) => operation === "token").length;
};
const changePassword = (username: string, password: string) => sandbox.control("POST", "/__users", { username, password });

/** A connection that worked, until the password was changed at the platform. */
async function givenRefused() {
  const given = await givenConnection(sandbox);
  await setMode(given.accountId, given.connectionId, "auto");
  await changePassword(given.login.username, "changed at the platform");
  dropSession(given.connectionId);
  await pollConnection(given.connectionId);
  return given;
}

test("a refused login is tried again after 1, 6, 24, 24 and 24 hours and then never; the member has one mail", async () => {
  const { accountId, connectionId } = await givenRefused();
  for (const hours of [1, 6, 24, 24, 24]) {
    const before = await tokenCalls();
    passTime(hours * hourMs - minuteMs);
    expect(await isDue(connectionId)).toBe(false);
    await verifyConnection(connectionId);
    expect(await tokenCalls()).toBe(before);
    passTime(2 * minuteMs);
    expect(await isDue(connectionId)).toBe(true);
    await verifyConnection(connectionId);
    await verifyConnection(connectionId);
    expect(await tokenCalls()).toBe(before + 1);
  }
  passTime(1_000 * hourMs);
  expect(await isDue(connectionId)).toBe(false);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "refused", refusals: 6, nextPollAt: null });
  expect((await readConnections(accountId)).connections).toMatchObject([{ state: "refused", retryAt: null }]);
  expect(await mailsAbout(accountId)).toEqual(["connection-working", "connection-refused"]);
  const { openings } = await readOpenings(accountId, null);
  expect(openings.filter(({ reason }) => reason === "retry")).toHaveLength(5);
});

test("while a login is refused nothing is looked at and nothing is opened for it", async () => {
  const { accountId, connectionId } = await givenRefused();
  const { openings } = await readOpenings(accountId, null);
  const before = await tokenCalls();
  await pollConnection(connectionId);
  const connection = await connectionRow(connectionId);
  if (!connection) throw new Error("no connection");
  await expect(sessionFor(connection, { job: "test", reason: "accept" })).rejects.toMatchObject({ kind: "login_refused" });
  await pauseRefused(connection);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "refused", refusals: 1, nextPollAt: connection.nextPollAt });
  expect(await tokenCalls()).toBe(before);
  expect((await readOpenings(accountId, null)).openings).toEqual(openings);
});

test("two jobs that meet the same refusal count it once and tell it once", async () => {
  const { accountId, connectionId } = await givenConnection(sandbox);
  const connection = await connectionRow(connectionId);
  if (!connection) throw new Error("no connection");
  await Promise.all([pauseRefused(connection), pauseRefused(connection)]);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "refused", refusals: 1 });
  expect(await mailsAbout(accountId)).toEqual(["connection-working", "connection-refused"]);
});

test("a login that is taken again goes on as it was set, and the member is told", async () => {
  const { accountId, connectionId, login } = await givenRefused();
  await changePassword(login.username, login.password);
  passTime(hourMs + minuteMs);
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "working", mode: "auto", refusals: 0, nextPollAt: expect.any(Date) });
  expect(await mailsAbout(accountId)).toEqual(["connection-working", "connection-refused", "connection-restored"]);
});

test("a platform that is away when a refused login is tried again changes nothing, is not counted and is not hurried", async () => {
  const { accountId, connectionId } = await givenRefused();
  passTime(hourMs + minuteMs);
  await sandbox.control("POST", "/__faults", { target: "platform", fault: "unavailable_503", on: "token" });
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "refused", refusals: 1 });
  passTime(hourMs - minuteMs);
  expect(await isDue(connectionId)).toBe(false);
  passTime(2 * minuteMs);
  expect(await isDue(connectionId)).toBe(true);
  expect(await mailsAbout(accountId)).toEqual(["connection-working", "connection-refused"]);
});

test("a worker that dies while it tries a refused login leaves the next try an hour away", async () => {
  const { connectionId } = await givenRefused();
  passTime(hourMs + minuteMs);
  await database`alter table access_lines add constraint no_opening check (act <> 'credential.open') not valid`;
  try {
    await expect(verifyConnection(connectionId)).rejects.toThrow();
  } finally {
    await database`alter table access_lines drop constraint no_opening`;
  }
  expect(await isDue(connectionId)).toBe(false);
  passTime(hourMs + minuteMs);
  expect(await isDue(connectionId)).toBe(true);
});

test("a login that is refused at its first try is said to have never worked, with its kind; no mail, and no try by itself", async () => {
  const { accountId, connectionId } = await givenSealed({ ...(await givenLogin(sandbox)), password: "mistyped" });
  const { connections } = await readConnections(accountId);
  expect(connections).toMatchObject([{ state: "refused", neverWorked: true, loginKind: "password", retryAt: null }]);
  expect(await mailsAbout(accountId)).toEqual([]);
  const before = await tokenCalls();
  passTime(1_000 * hourMs);
  expect(await isDue(connectionId)).toBe(false);
  await verifyConnection(connectionId);
  expect(await tokenCalls()).toBe(before);
});

test("a login that worked and is refused later is not said to have never worked, nor is one that is given up on", async () => {
  const { accountId, connectionId } = await givenRefused();
  const standing = async () => (await readConnections(accountId)).connections[0];
  expect(await standing()).toMatchObject({ state: "refused", neverWorked: false, loginKind: "password", retryAt: expect.any(Date) });
  await database`update connections set refusals = 6, next_poll_at = null where id = ${connectionId}`;
  expect(await standing()).toMatchObject({ neverWorked: false, retryAt: null });
});

test("a login that replaces a refused one begins anew: it is tried at once, and what is told is of it alone", async () => {
  const login = await givenLogin(sandbox);
  const { accountId, connectionId } = await givenSealed({ ...login, password: "wrong" });
  expect(await connectionRow(connectionId)).toMatchObject({ state: "refused", refusals: 1 });
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, { ...login, password: "wrong again" }));
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "refused", refusals: 1, credentialVersion: 2 });
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, login));
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "working", refusals: 0, credentialVersion: 3 });
  expect(await mailsAbout(accountId)).toEqual(["connection-working"]);
});
