import { eq, isNotNull } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { keysDb, transaction } from "@/db/client";
import { connectionKeys, rootKeys } from "@/db/keys-schema/connection-keys";
import { findCredential } from "@/db/queries/credentials";
import { dueKeyTasks, listKeyTasks, noteKeyTask } from "@/db/queries/key-tasks";
import { dayMs, later, minuteMs, now } from "@/lib/base/clock";
import { readOpenings } from "@/lib/connections/read-openings";
import { rotateConnectionKey } from "@/lib/connections/rotate-connection-key";
import { runKeyTask } from "@/lib/connections/run-key-task";
import { submitCredential } from "@/lib/connections/submit-credential";
import { unlinkConnection } from "@/lib/connections/unlink-connection";
import { keyProvider } from "@/lib/keys/provider";
import { askForKeyTask } from "@/lib/oversight/ask-for-key-task";
import { ageOf, readKeys } from "@/lib/oversight/read-keys";
import { readHeader } from "@/lib/vault/header";
import { openCredential } from "@/lib/vault/open-credential";
import { assertRootsHold } from "@/lib/vault/root-keys";
import { writeKeyStatus } from "@/lib/vault/write-key-status";
import { connectionRow, givenKey, sealAsBrowser } from "@/tests/domain/support/given-connection";
import { givenSandbox } from "@/tests/domain/support/given-sandbox";
import { expectComplaints } from "@/tests/support/log-watch";
import { host } from "@/tests/support/members";

const { sandbox, database } = await givenSandbox();

const login = { kind: "password", username: "technician@example.org", password: "a platform password, sealed" } as const;
const why = { job: "test", reason: "verify" };

async function givenSealed() {
  const { accountId, connectionId } = await givenKey();
  await submitCredential(accountId, connectionId, await sealAsBrowser(accountId, login));
  return { accountId, connectionId, platform: "field-nation", host: new URL(sandbox.platform).host };
}
const stored = (connectionId: string) => transaction({ kind: "system", job: "test" }, (tx) => findCredential(tx, connectionId));
const sealedFor = async (connectionId: string) => readHeader((await stored(connectionId))?.jwe ?? "")?.kid;
const keysOf = async (connectionId: string) =>
  (await keysDb().select().from(connectionKeys))
    .filter((key) => key.connectionId === connectionId)
    .toSorted((a, b) => a.generation - b.generation);
const opens = async (of: Parameters<typeof openCredential>[0]) => (await openCredential(of, why)).login;
const tasks = () => transaction({ kind: "system", job: "test" }, (tx) => listKeyTasks(tx, 20));
const lines = async (object: string, act: string) =>
  (await database`select 1 from access_lines where object = ${object} and act = ${act}`).length;

/** Asks as the host does, and works the task off as the worker does. */
async function carryOut(kind: Parameters<typeof askForKeyTask>[1]): Promise<void> {
  const id = await askForKeyTask(host, kind);
  for (let left = 50; left > 0; left -= 1) {
    await runKeyTask(id);
    if ((await tasks()).find((task) => task.id === id)?.finishedAt) return;
  }
  throw new Error("the task does not end");
}

/** What was superseded longer ago than it is kept for. */
async function givenLongAgo(): Promise<void> {
  const ago = later(now(), -8 * dayMs);
  await keysDb().update(connectionKeys).set({ supersededAt: ago }).where(isNotNull(connectionKeys.supersededAt));
  await keysDb().update(rootKeys).set({ supersededAt: ago }).where(isNotNull(rootKeys.supersededAt));
}

beforeEach(async () => {
  await transaction({ kind: "system", job: "test" }, async (tx) => {
    for (const { id } of await listKeyTasks(tx, 50)) await noteKeyTask(tx, id, { finishedAt: now(), nextStepAt: null });
  });
});

describe("rotating a connection's key", () => {
  test("seals the credential for a new key, signed by the worker, and the member reads of the opening", async () => {
    const of = await givenSealed();
    const before = await connectionRow(of.connectionId);
    expect(await rotateConnectionKey(of.connectionId, now())).toBe("rotated");
    const after = await connectionRow(of.connectionId);
    expect(after?.keyId).not.toBe(before?.keyId);
    expect(await sealedFor(of.connectionId)).toBe(after?.keyId);
    expect(await stored(of.connectionId)).toMatchObject({ signer: "worker", version: 1 });
    expect(await opens(of)).toEqual(login);
    expect((await readOpenings(of.accountId, null)).openings.map(({ reason }) => reason)).toContain("rotate");
  });

  test("a form that was open meanwhile still seals for the earlier key, and is opened", async () => {
    const of = await givenSealed();
    const open = await sealAsBrowser(of.accountId, { ...login, password: "typed into the open form" });
    await rotateConnectionKey(of.connectionId, now());
    await submitCredential(of.accountId, of.connectionId, open);
    expect(await opens(of)).toMatchObject({ password: "typed into the open form" });
  });

  test("a credential that the member stores at the same moment is the one that stays", async () => {
    const of = await givenSealed();
    const newer = await sealAsBrowser(of.accountId, { ...login, password: "stored at the same moment" });
    await Promise.all([rotateConnectionKey(of.connectionId, now()), submitCredential(of.accountId, of.connectionId, newer)]);
    expect(await opens(of)).toMatchObject({ password: "stored at the same moment" });
    expect((await connectionRow(of.connectionId))?.credentialVersion).toBe(2);
  });

  test("a run that died after it made a key leaves one that nothing was sealed for; the next makes another", async () => {
    const of = await givenSealed();
    const [published] = await keysOf(of.connectionId);
    if (!published) throw new Error("no key");
    await keysDb()
      .insert(connectionKeys)
      .values({ ...published, keyId: "made-by-a-run-that-died", generation: 2 });
    await rotateConnectionKey(of.connectionId, now());
    const kept = await keysOf(of.connectionId);
    expect(kept.map(({ generation, supersededAt }) => [generation, supersededAt !== null])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(await opens(of)).toEqual(login);
  });

  test("a run that died after it published the key is taken up where it ended, without another key", async () => {
    const of = await givenSealed();
    const asked = now();
    await rotateConnectionKey(of.connectionId, asked);
    await keysDb().update(connectionKeys).set({ supersededAt: null });
    const before = await connectionRow(of.connectionId);
    expect(await rotateConnectionKey(of.connectionId, asked)).toBe("rotated");
    expect((await connectionRow(of.connectionId))?.keyId).toBe(before?.keyId);
    expect((await keysOf(of.connectionId)).map(({ supersededAt }) => supersededAt !== null)).toEqual([true, false]);
  });

  test("a credential that somebody has put in does not open, is left as it is, and is counted", async () => {
    const of = await givenSealed();
    await database`update credentials set signature = signature || 'x' where connection_id = ${of.connectionId}`;
    expectComplaints("credential not sealed anew");
    await carryOut("rotate-connections");
    const task = (await tasks()).find(({ kind }) => kind === "rotate-connections");
    expect(task?.failed).toBe(1);
    await database`delete from credentials where connection_id = ${of.connectionId}`;
    await rotateConnectionKey(of.connectionId, now());
  });

  test("an unlinked connection gets no key, and keeps none", async () => {
    const of = await givenSealed();
    await unlinkConnection(of.accountId, of.connectionId);
    expect(await rotateConnectionKey(of.connectionId, now())).toBe("gone");
    expect(await keysOf(of.connectionId)).toEqual([]);
  });
});

describe("rotating all connections' keys", () => {
  test("takes each once, leaves out those that are newer, and can be gone on with after a death", async () => {
    const all = [await givenSealed(), await givenSealed(), await givenSealed()];
    const id = await askForKeyTask(host, "rotate-connections");
    const [first] = all;
    if (!first) throw new Error("no connection");
    await rotateConnectionKey(first.connectionId, (await tasks()).find((task) => task.id === id)?.createdAt ?? now());
    const newer = await givenSealed();
    await runKeyTask(id);
    for (const of of all) {
      expect((await keysOf(of.connectionId)).map(({ generation }) => generation)).toEqual([1, 2]);
      expect(await opens(of)).toEqual(login);
    }
    expect(await keysOf(newer.connectionId)).toHaveLength(1);
    expect((await tasks()).find((task) => task.id === id)).toMatchObject({ failed: 0, nextStepAt: null });
    expect(await lines(`key-task:${id}`, "key-task.ask")).toBe(1);
    expect(await lines(`key-task:${id}`, "key-task.finish")).toBe(1);
  });

  test("the earlier keys are retired after their hour, and what was sealed for one meanwhile is sealed anew first", async () => {
    const of = await givenSealed();
    const open = await sealAsBrowser(of.accountId, { ...login, password: "typed into the open form" });
    await carryOut("rotate-connections");
    await submitCredential(of.accountId, of.connectionId, open);
    const [earlier] = await keysOf(of.connectionId);
    await carryOut("retire");
    expect((await keysOf(of.connectionId)).map(({ keyId }) => keyId)).toContain(earlier?.keyId);
    const late = await sealAsBrowser(of.accountId, login);
    await givenLongAgo();
    await carryOut("retire");
    expect((await keysOf(of.connectionId)).map(({ keyId }) => keyId)).not.toContain(earlier?.keyId);
    expect(await opens(of)).toMatchObject({ password: "typed into the open form" });
    await givenLongAgo();
    await carryOut("retire");
    await expect(submitCredential(of.accountId, of.connectionId, late)).rejects.toMatchObject({ refusal: "invalid_input" });
  });
});

describe("rotating the root key", () => {
  test("wraps every key by a new one while both open, and retires the earlier when no backup can need it", async () => {
    const of = await givenSealed();
    const earlier = (await keysOf(of.connectionId))[0]?.rootKeyId ?? "";
    await carryOut("rotate-root");
    const { currentKeyId, holds } = await keyProvider();
    expect(currentKeyId).not.toBe(earlier);
    expect((await keysOf(of.connectionId)).map(({ rootKeyId }) => rootKeyId)).toEqual([currentKeyId]);
    expect(await opens(of)).toEqual(login);
    const waiting = (await readKeys(host)).minimumVersion ?? 0;
    await carryOut("retire");
    expect(await holds(earlier)).toBe(true);
    await givenLongAgo();
    await carryOut("retire");
    expect(await holds(earlier)).toBe(false);
    expect((await readKeys(host)).minimumVersion).toBeGreaterThan(waiting);
    expect(await opens(of)).toEqual(login);
  });

  test("the status says when a root key was made, not when the worker came to know of it", async () => {
    const kid = await (await keyProvider()).makeKey();
    const madeAt = kid.replace(/^(....)(..)(..)T(..)(..)(..)(...)Z.*/, "$1-$2-$3T$4:$5:$6.$7Z");
    await carryOut("rotate-root");
    await writeKeyStatus();
    const { current } = await readKeys(host);
    if (!current) throw new Error("no root key is in use");
    expect(current).toMatchObject({ keyId: kid, madeAt });
    expect(Date.parse(current.registeredAt)).toBeGreaterThan(Date.parse(madeAt));
    expect(ageOf(current)).toEqual({ known: "made", since: new Date(madeAt) });
    expect(ageOf({ ...current, madeAt: null })).toEqual({ known: "registered", since: new Date(current.registeredAt) });
  });

  test("a run that died after it made the root key does not make another", async () => {
    const of = await givenSealed();
    const made = await (await keyProvider()).makeKey();
    await carryOut("rotate-root");
    expect((await keysOf(of.connectionId))[0]?.rootKeyId).toBe(made);
  });

  test("by many at once wraps no key twice and loses none", async () => {
    const all = await Promise.all(Array.from({ length: 5 }, givenSealed));
    const id = await askForKeyTask(host, "rotate-root");
    await Promise.all([runKeyTask(id), runKeyTask(id), ...all.map((of) => opens(of))]);
    await runKeyTask(id);
    for (const of of all) expect(await opens(of)).toEqual(login);
  });

  test("a key that is wrapped by a root key which was retired meanwhile is wrapped by the one in use", async () => {
    const earlier = (await keyProvider()).currentKeyId;
    await givenSealed();
    await carryOut("rotate-root");
    await givenLongAgo();
    await carryOut("retire");
    const of = await givenSealed();
    expect((await keysOf(of.connectionId))[0]?.rootKeyId).not.toBe(earlier);
  });
});

describe("at the start", () => {
  test("the worker says which root key it lacks, and for how many connections", async () => {
    const of = await givenSealed();
    const [kept] = await keysOf(of.connectionId);
    await keysDb().update(connectionKeys).set({ rootKeyId: "lost" });
    await expect(assertRootsHold()).rejects.toThrow(/root key lost is missing: it wraps the keys? of \d+ connections?/);
    await keysDb()
      .update(connectionKeys)
      .set({ rootKeyId: kept?.rootKeyId ?? "" });
  });

  test("a key that only has the right name is noticed", async () => {
    await givenSealed();
    const { currentKeyId } = await keyProvider();
    const before = await keysDb().select().from(rootKeys);
    await keysDb()
      .update(rootKeys)
      .set({ proof: Buffer.alloc(45, 1) });
    await expect(assertRootsHold()).rejects.toThrow(`root key ${currentKeyId} is not the one of that name`);
    for (const { keyId, proof } of before) await keysDb().update(rootKeys).set({ proof }).where(eq(rootKeys.keyId, keyId));
  });
});

test("what is asked for twice is done once, and a task that waits is due when its time comes", async () => {
  const id = await askForKeyTask(host, "rotate-root");
  expect(await askForKeyTask(host, "rotate-root")).toBe(id);
  const due = (at: Date) => transaction({ kind: "system", job: "test" }, (tx) => dueKeyTasks(tx, at, 10));
  expect(await due(later(now(), minuteMs))).toContain(id);
  await runKeyTask(id);
  expect(await due(later(now(), minuteMs))).not.toContain(id);
});
