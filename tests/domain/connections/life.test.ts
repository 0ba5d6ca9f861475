import { expect, test } from "vitest";
import { keysDb, transaction } from "@/db/client";
import { listLinesAbout } from "@/db/queries/access-lines";
import { findConnectionKey } from "@/db/queries/connection-keys";
import { destroyKeys } from "@/lib/connections/destroy-keys";
import { readConnections } from "@/lib/connections/read-connections";
import { readOpenings } from "@/lib/connections/read-openings";
import { openSession, sessionFor } from "@/lib/connections/session-for";
import { setMode } from "@/lib/connections/set-mode";
import { startConnection } from "@/lib/connections/start-connection";
import { submitCredential } from "@/lib/connections/submit-credential";
import { unlinkConnection } from "@/lib/connections/unlink-connection";
import { verifyConnection } from "@/lib/connections/verify-connection";
import { withSession } from "@/lib/connections/with-session";
import { connectionRow, givenConnection, givenKey, givenLogin, sealAsBrowser } from "@/tests/domain/support/given-connection";
import { givenSandbox } from "@/tests/domain/support/given-sandbox";
import { givenMember } from "@/tests/support/members";

const { sandbox, database } = await givenSandbox();

const mailsAbout = (accountId: string) =>
  database`select template from outbox where account_id = ${accountId} order by created_at`.then((rows) =>
    rows.map(({ template }) => template),
  );

test("a login that the platform takes makes the connection work, and the member can read who opened it", async () => {
  const { accountId, connectionId } = await givenConnection(sandbox);
  const { openings, next } = await readOpenings(accountId, null);
  expect((await readConnections(accountId)).connections).toMatchObject([{ id: connectionId, state: "working", mode: "off" }]);
  expect(next).toBeNull();
  expect(openings).toMatchObject([{ platform: "field-nation", job: "verify-connection", reason: "verify" }]);
  expect(await mailsAbout(accountId)).toEqual(["connection-working"]);
});

test("a login that the platform refuses at once mails nobody, and can be sealed anew", async () => {
  const { accountId, connectionId } = await givenKey();
  const login = await givenLogin(sandbox);
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, { ...login, password: "wrong" }));
  await verifyConnection(connectionId);
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "refused" });
  expect(await mailsAbout(accountId)).toEqual([]);
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, login));
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "working", credentialVersion: 2 });
});

test("a platform that does not answer leaves the login to be tried again", async () => {
  const { accountId, connectionId } = await givenKey();
  const login = await givenLogin(sandbox);
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, login));
  await sandbox.control("POST", "/__faults", { target: "platform", fault: "unavailable_503", on: "token" });
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "unreachable", nextPollAt: expect.any(Date) });
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "working" });
});

test("a login that has run out is renewed once, in the same job", async () => {
  const { connectionId } = await givenConnection(sandbox);
  const connection = await connectionRow(connectionId);
  if (!connection) throw new Error("no connection");
  await sessionFor(connection, { job: "test", reason: "poll" });
  await sandbox.control("POST", "/__faults", { target: "platform", fault: "expired_401", on: "list" });
  expect(
    await withSession(connection, { job: "test", reason: "poll", stopOf: async () => null }, (session) =>
      session.listOffers({ withText: false }),
    ),
  ).toEqual(expect.any(Array));
});

test("unlinking removes the sealed login and destroys its key", async () => {
  const { accountId, connectionId } = await givenConnection(sandbox);
  const keyId = (await connectionRow(connectionId))?.keyId ?? "";
  expect(await findConnectionKey(keysDb(), keyId, connectionId)).not.toBeNull();
  await unlinkConnection(accountId, connectionId);
  await destroyKeys(connectionId);
  expect(await findConnectionKey(keysDb(), keyId, connectionId)).toBeNull();
  expect(await database`select 1 from credentials where connection_id = ${connectionId}`).toHaveLength(0);
  const lines = await transaction({ kind: "member", accountId }, (tx) => listLinesAbout(tx, accountId, ["key.destroy"], 5));
  expect(lines).toHaveLength(1);
  await expect(startConnection(accountId, "field-nation")).resolves.toMatchObject({ connectionId: expect.any(String) });
});

test("openings are told page by page, none twice and none left out, and a stranger sees none", async () => {
  const { accountId, connectionId } = await givenConnection(sandbox);
  const connection = await connectionRow(connectionId);
  if (!connection) throw new Error("no connection");
  for (let count = 0; count < 24; count += 1) await openSession(connection, { job: "poll-connection", reason: "poll" });
  const first = await readOpenings(accountId, null);
  const second = await readOpenings(accountId, first.next);
  expect([first.openings.length, second.openings.length, second.next]).toEqual([20, 5, null]);
  expect(new Set([...first.openings, ...second.openings].map(({ id }) => id)).size).toBe(25);
  expect(second.openings.at(-1)).toMatchObject({ job: "verify-connection", reason: "verify" });
  const stranger = await givenMember();
  expect((await readOpenings(stranger.accountId, first.next)).openings).toEqual([]);
});

test("another member's connection is not there, exactly as a missing one", async () => {
  const { connectionId } = await givenConnection(sandbox);
  const stranger = await givenMember();
  await expect(setMode(stranger.accountId, connectionId, "auto")).rejects.toMatchObject({ refusal: "not_found" });
  await expect(unlinkConnection(stranger.accountId, connectionId)).rejects.toMatchObject({ refusal: "not_found" });
  expect((await readConnections(stranger.accountId)).connections).toEqual([]);
});
