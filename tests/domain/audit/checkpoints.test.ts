import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { buryBeginning } from "@/db/queries/access-chain";
import { buryOldLines } from "@/lib/audit/bury-lines";
import { exportCheckpoints } from "@/lib/audit/export-checkpoints";
import { databaseSource } from "@/lib/audit/log-source";
import { recordAccesses } from "@/lib/audit/record-access";
import { sequenceLines } from "@/lib/audit/sequence";
import { signCheckpoint } from "@/lib/audit/sign-checkpoint";
import { readCheckpoint } from "@/lib/audit/signed-notes";
import { type VerifyOptions, verifyLog } from "@/lib/audit/verify-log";
import { dayMs, later, minuteMs } from "@/lib/base/clock";
import { makeSigningPair, signWith } from "@/lib/keys/signing";
import { asSuperuser, tamperWith } from "@/tests/support/superuser";
import { givenLines, logKey, rowsNow, sourceOf, system } from "./given-log";

const database = asSuperuser();
const tamper = tamperWith(database);
const directory = mkdtempSync(join(tmpdir(), "holdfast-checkpoints-"));
beforeEach(async () => {
  vi.useRealTimers();
  process.env.CHECKPOINT_DIR = directory;
  for (const name of readdirSync(directory)) rmSync(join(directory, name));
  await tamper((sql) => sql`truncate access_chain, access_lines, checkpoint_exports, checkpoints, tombstones`);
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await Promise.all([database.end(), closeDatabases()]);
});

const wait = (milliseconds: number) => vi.useFakeTimers({ toFake: ["Date"], now: later(new Date(), milliseconds) });
const keptFiles = () => readdirSync(directory).map((name) => ({ name, jws: readFileSync(join(directory, name), "utf8") }));
const verify = (kept: VerifyOptions["kept"] = []) => verifyLog(databaseSource(system), { keys: logKey(), kept });

test("a checkpoint is signed at once, then after ten minutes with new lines, and after a day without", async () => {
  expect(await signCheckpoint()).toMatchObject({ number: 1, sequence: 0 });
  expect(await signCheckpoint()).toBeNull();
  await givenLines(2);
  expect(await signCheckpoint()).toBeNull();
  wait(11 * minuteMs);
  expect(await signCheckpoint()).toBeNull();
  wait(dayMs);
  expect(await signCheckpoint()).toMatchObject({ number: 3, sequence: 2 });
  const { checkpoints, links } = await rowsNow();
  const notes = await Promise.all(checkpoints.map(({ jws }) => readCheckpoint(jws, logKey())));
  expect(notes).toMatchObject([
    { number: 1, sequence: 0, head: "0".repeat(64), environment: "sandbox", previous: null },
    { number: 2, sequence: 2, head: links[1]?.hash },
    { number: 3, sequence: 2, head: links[1]?.hash },
  ]);
  expect(await verify()).toMatchObject({ result: "intact", checkpoints: 3 });
});

test("workers that sign at once make one checkpoint", async () => {
  const made = await Promise.all([signCheckpoint(), signCheckpoint(), signCheckpoint()]);
  expect(made.filter(Boolean)).toHaveLength(1);
});

const record = async (count: number) => {
  const line = { act: "thing.touch", object: "thing:1", subject: null, reason: "test" };
  await transaction(system, (tx) =>
    recordAccesses(
      tx,
      Array.from({ length: count }, () => line),
    ),
  );
  await sequenceLines();
};
test.each<[what: string, change: () => Promise<unknown>, why: RegExp]>([
  [
    "is shorter than the last one says",
    () => tamper((sql) => sql`delete from access_chain where sequence > 2`),
    /^the log ends at place 2, and checkpoint 1 covers 4$/,
  ],
  [
    "is empty again",
    () => tamper((sql) => sql`truncate access_chain, access_lines`),
    /^the log ends at place 0, and checkpoint 1 covers 4$/,
  ],
  [
    "is as long, and another",
    () => tamper((sql) => sql`update access_chain set hash = sha256('other') where sequence = 4`),
    /^the log at place 4 is not the one that checkpoint 1 was signed over$/,
  ],
  [
    "was cut and has grown past it",
    async () => {
      await tamper((sql) => sql`delete from access_lines where id in (select line_id from access_chain where sequence > 2)`);
      await tamper((sql) => sql`delete from access_chain where sequence > 2`);
      await record(5);
    },
    /^the log at place 4 is not the one that checkpoint 1 was signed over$/,
  ],
])("no checkpoint is signed over a log that %s", async (_, change, why) => {
  await givenLines(4);
  await change();
  wait(2 * dayMs);
  await expect(signCheckpoint()).rejects.toThrow(why);
  await expect(signCheckpoint()).rejects.toThrow(why);
  expect(await database`select number::int from checkpoints`).toEqual([{ number: 1 }]);
});

test("checkpoints are written where they are kept, once each; what was kept vouches for the log", async () => {
  await givenLines(3);
  await givenLines(3);
  expect(await exportCheckpoints()).toBe(2);
  expect(await exportCheckpoints()).toBe(0);
  expect(keptFiles().map(({ name }) => name)).toEqual(["checkpoint-000000000001.jws", "checkpoint-000000000002.jws"]);
  expect(await verify(keptFiles())).toMatchObject({ result: "intact", vouchedThrough: 6 });
});

test("a file that a crash left before it was noted is written no second time, and another of its number is an alarm", async () => {
  await givenLines(1);
  await exportCheckpoints();
  await tamper((sql) => sql`truncate checkpoint_exports`);
  expect(await exportCheckpoints()).toBe(1);
  await tamper((sql) => sql`truncate checkpoint_exports`);
  writeFileSync(join(directory, "checkpoint-000000000001.jws"), "another history");
  await expect(exportCheckpoints()).rejects.toThrow(/holds another text/);
  expect(keptFiles()).toEqual([{ name: "checkpoint-000000000001.jws", jws: "another history" }]);
});

test("a directory that cannot be written is an alarm, and what waits is written when it can", async () => {
  await givenLines(1);
  process.env.CHECKPOINT_DIR = join(directory, "not-mounted");
  await expect(exportCheckpoints()).rejects.toThrow(/ENOENT/);
  process.env.CHECKPOINT_DIR = directory;
  expect(await exportCheckpoints()).toBe(1);
});

/** Makes the first lines look as if they had been written and chained fourteen months ago, before they are hashed. */
async function givenOldLines(old: number, young: number): Promise<void> {
  await database`alter table access_lines alter column created_at set default now() - interval '14 months'`;
  await givenLines(old);
  await tamper((sql) => sql`update access_chain set chained_at = now() - interval '14 months'`);
  await database`alter table access_lines alter column created_at set default now()`;
  await givenLines(young);
}

test("lines older than thirteen months go behind a signed tombstone once a kept checkpoint vouches for them, and the rest still verifies", async () => {
  await givenOldLines(5, 3);
  const before = await rowsNow();
  expect(await buryOldLines()).toBe(0);
  await exportCheckpoints();
  const kept = keptFiles();
  expect(await buryOldLines()).toBe(5);
  expect(await buryOldLines()).toBe(0);
  expect(await database`select count(*)::int as lines from access_lines`).toEqual([{ lines: 3 }]);
  expect(await verify(kept)).toMatchObject({ result: "intact", lines: 3, first: 6, last: 8, buried: 5, vouchedThrough: 8 });
  await givenLines(1);
  expect(await verify(kept)).toMatchObject({ result: "intact", lines: 4, last: 9 });
  const after = await rowsNow();
  const [tombstone] = after.tombstones;
  if (!tombstone) throw new Error("no tombstone");
  const attack = (change: Partial<typeof after>) => verifyLog(sourceOf({ ...after, ...change }), { keys: logKey(), kept });
  const { privateJwk } = await makeSigningPair();
  const payload = Buffer.from(tombstone.jws.split(".")[1] ?? "", "base64url").toString();
  const forged = { through: 5, jws: await signWith(privateJwk, payload) };
  expect(await attack({ tombstones: [forged] })).toMatchObject({ because: "tombstone_forged", at: 5 });
  expect(await attack({ tombstones: [] })).toMatchObject({ because: "link_missing", at: 1 });
  expect(await attack({ tombstones: [{ ...tombstone, through: 4 }] })).toMatchObject({ because: "tombstone_forged", at: 4 });
  expect(await attack({ links: after.links.slice(1) })).toMatchObject({ because: "link_missing", at: 6 });
  expect(await attack({ links: before.links })).toMatchObject({ because: "link_missing", at: 6 });
  const asCheckpoint = [{ name: "tombstone.jws", jws: tombstone.jws }];
  expect(await verifyLog(sourceOf(after), { keys: logKey(), kept: asCheckpoint })).toMatchObject({ because: "kept_forged" });
});

test("a checkpoint follows on one whose place is gone behind a tombstone", async () => {
  await givenOldLines(5, 0);
  await exportCheckpoints();
  await record(2);
  expect(await buryOldLines()).toBe(5);
  wait(2 * dayMs);
  expect(await signCheckpoint()).toMatchObject({ number: 2, sequence: 7 });
  expect(await verify(keptFiles())).toMatchObject({ result: "intact", lines: 2, buried: 5 });
});

test("the database lets nobody drop a young line, the newest one, or one that no kept checkpoint vouches for", async () => {
  await givenOldLines(2, 2);
  const bury = (through: number) => transaction(system, (tx) => buryBeginning(tx, through, "note"));
  const refused = (message: string) => ({ cause: { message: expect.stringContaining(message) } });
  await expect(bury(1)).rejects.toMatchObject(refused("no checkpoint kept elsewhere"));
  await exportCheckpoints();
  await expect(bury(3)).rejects.toMatchObject(refused("thirteen months"));
  await expect(bury(4)).rejects.toMatchObject(refused("newest line"));
  await expect(bury(9)).rejects.toMatchObject(refused("no such place"));
  await expect(transaction({ kind: "visitor" }, (tx) => buryBeginning(tx, 1, "note"))).rejects.toMatchObject(refused("permission denied"));
  expect(await database`select count(*)::int as lines from access_lines`).toEqual([{ lines: 4 }]);
});
