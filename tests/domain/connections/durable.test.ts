import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { keysDb, transaction } from "@/db/client";
import { connectionKeys, credentialFloors } from "@/db/keys-schema/connection-keys";
import { findConnectionKey } from "@/db/queries/connection-keys";
import { dueDestructions, dueKeys, dueVerifications } from "@/db/queries/connections";
import { later, minuteMs, now } from "@/lib/base/clock";
import { destroyKeys } from "@/lib/connections/destroy-keys";
import { forbidPlatform, permitPlatform } from "@/lib/connections/permit-platform";
import { publishConnectionKey } from "@/lib/connections/publish-connection-key";
import { readConnections } from "@/lib/connections/read-connections";
import { setMode } from "@/lib/connections/set-mode";
import { startConnection } from "@/lib/connections/start-connection";
import { submitCredential } from "@/lib/connections/submit-credential";
import { unlinkConnection } from "@/lib/connections/unlink-connection";
import { verifyConnection } from "@/lib/connections/verify-connection";
import { pollConnection } from "@/lib/orders/poll-connection";
import { platformIds } from "@/lib/platforms/ids";
import { connectionRow, givenConnection, givenKey, givenLogin, sealAsBrowser } from "@/tests/domain/support/given-connection";
import { givenSandbox } from "@/tests/domain/support/given-sandbox";
import { givenMember, host } from "@/tests/support/members";
import { waitFor } from "@/tests/support/wait-for";

const { sandbox, database } = await givenSandbox();

const job = { kind: "system", job: "test" } as const;
type Due = typeof dueKeys;
const isDue = async (due: Due, connectionId: string, at: Date) =>
  (await transaction(job, (tx) => due(tx, at, 1_000))).includes(connectionId);
const soon = () => later(now(), 2 * minuteMs);
const callsBy = async (userId: number) => {
  const { platform } = await sandbox.control<{ platform: { calls: { userId: number | null }[] } }>("GET", "/__world");
  return platform.calls.filter((call) => call.userId === userId).length;
};

test("a key whose job was lost is made by a later sweep", async () => {
  await permitPlatform(host, "field-nation");
  const { accountId } = await givenMember();
  const { connectionId } = await startConnection(accountId, "field-nation");
  expect(await isDue(dueKeys, connectionId, now())).toBe(false);
  expect(await isDue(dueKeys, connectionId, soon())).toBe(true);
  await publishConnectionKey(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "awaiting_credential" });
  expect(await isDue(dueKeys, connectionId, soon())).toBe(false);
});

test("two workers make one key for a connection", async () => {
  await permitPlatform(host, "field-nation");
  const { accountId } = await givenMember();
  const { connectionId } = await startConnection(accountId, "field-nation");
  await Promise.all([publishConnectionKey(connectionId), publishConnectionKey(connectionId)]);
  const kept = await keysDb().select({ keyId: connectionKeys.keyId, of: connectionKeys.connectionId }).from(connectionKeys);
  const published = await connectionRow(connectionId);
  expect(kept.filter(({ of }) => of === connectionId)).toEqual([{ keyId: published?.keyId, of: connectionId }]);
});

test("keys whose destruction was lost are destroyed by a later sweep, and the log says so once", async () => {
  const { accountId, connectionId } = await givenConnection(sandbox);
  await unlinkConnection(accountId, connectionId);
  expect(await isDue(dueDestructions, connectionId, soon())).toBe(true);
  await destroyKeys(connectionId);
  await destroyKeys(connectionId);
  expect(await isDue(dueDestructions, connectionId, soon())).toBe(false);
  const kept = await keysDb().select({ of: connectionKeys.connectionId }).from(connectionKeys);
  expect(kept.filter(({ of }) => of === connectionId)).toEqual([]);
  expect(await connectionRow(connectionId)).toMatchObject({ keyId: null, publicKey: null, keyStatement: null });
  const object = `connection:${connectionId}`;
  expect(await database`select 1 from access_lines where object = ${object} and act = 'key.destroy'`).toHaveLength(1);
});

test("a key that is finished while its connection is unlinked does not stay", async () => {
  await permitPlatform(host, "field-nation");
  const { accountId } = await givenMember();
  const { connectionId } = await startConnection(accountId, "field-nation");
  const keysDatabase = new URL(process.env.KEYS_DATABASE_URL ?? "").pathname.slice(1);
  const waiting = () => database`
    select 1 from pg_locks where not granted and database = (select oid from pg_database where datname = ${keysDatabase})`;
  const publishing = await keysDb().transaction(async (tx) => {
    await tx.execute(sql`lock table connection_keys in exclusive mode`);
    const work = publishConnectionKey(connectionId);
    await waitFor("the key is about to be kept", async () => (await waiting()).length > 0);
    await unlinkConnection(accountId, connectionId);
    return { work };
  });
  await publishing.work;
  const kept = await keysDb().select({ of: connectionKeys.connectionId }).from(connectionKeys);
  expect(kept.filter(({ of }) => of === connectionId)).toEqual([]);
});

test("a login that cannot be opened for a fault of ours is tried again after a while, not in haste", async () => {
  const { accountId, connectionId } = await givenKey();
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, await givenLogin(sandbox)));
  const keyId = (await connectionRow(connectionId))?.keyId ?? "";
  const kept = await findConnectionKey(keysDb(), keyId, connectionId);
  if (!kept) throw new Error("no key");
  await keysDb().delete(connectionKeys);
  await keysDb()
    .insert(connectionKeys)
    .values({ ...kept, rootKeyId: "lost" });
  await expect(verifyConnection(connectionId)).rejects.toThrow("The keyring lacks root key lost.");
  expect(await connectionRow(connectionId)).toMatchObject({ state: "verifying" });
  expect(await isDue(dueVerifications, connectionId, now())).toBe(false);
  expect(await isDue(dueVerifications, connectionId, soon())).toBe(true);
  await keysDb().delete(connectionKeys);
  await keysDb().insert(connectionKeys).values(kept);
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "working" });
});

test("a platform that says for how long it is at its limit is not asked before", async () => {
  const { accountId, connectionId } = await givenKey();
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, await givenLogin(sandbox)));
  await sandbox.control("POST", "/__faults", { target: "platform", fault: "rate_limited", on: "token", retryAfterSeconds: 900 });
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "unreachable" });
  expect(await isDue(dueVerifications, connectionId, later(now(), 10 * minuteMs))).toBe(false);
  expect(await isDue(dueVerifications, connectionId, later(now(), 16 * minuteMs))).toBe(true);
});

test("a platform that stays away is written down once, not at every try", async () => {
  const { accountId, connectionId } = await givenKey();
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, await givenLogin(sandbox)));
  await sandbox.control("POST", "/__faults", { target: "platform", fault: "unavailable_503", on: "token", times: 3 });
  for (let tries = 0; tries < 3; tries += 1) await verifyConnection(connectionId);
  expect(await database`select kind from activity where connection_id = ${connectionId}`).toEqual([{ kind: "login_unreachable" }]);
});

test.each(platformIds)("%s, switched off by the operator, is not called, and is again once it is permitted", async (platform) => {
  const { accountId, connectionId, login } = await givenConnection(sandbox, platform);
  await setMode(accountId, connectionId, "auto");
  await forbidPlatform(host, platform);
  const before = await callsBy(login.userId);
  await pollConnection(connectionId);
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, login));
  await verifyConnection(connectionId);
  expect(await callsBy(login.userId)).toBe(before);
  expect((await readConnections(accountId)).connections).toMatchObject([{ state: "verifying", permitted: false }]);
  await permitPlatform(host, platform);
  await verifyConnection(connectionId);
  expect(await connectionRow(connectionId)).toMatchObject({ state: "working" });
  expect(await callsBy(login.userId)).toBeGreaterThan(before);
});

test("a connection that is unlinked while its login is tried keeps no key, no version and no session", async () => {
  const { accountId, connectionId } = await givenKey();
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, await givenLogin(sandbox)));
  await sandbox.control("POST", "/__faults", { target: "platform", fault: "latency", on: "token", delayMs: 1_500 });
  const trying = verifyConnection(connectionId);
  await waitFor(
    "the login to be opened",
    async () =>
      (await database`select 1 from access_lines where object = ${`connection:${connectionId}`} and act = 'credential.open'`).length > 0,
  );
  await unlinkConnection(accountId, connectionId);
  await destroyKeys(connectionId);
  await trying;
  const left = await keysDb().select().from(credentialFloors);
  expect(left.filter((floor) => floor.connectionId === connectionId)).toEqual([]);
});
