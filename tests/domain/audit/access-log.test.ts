import { afterAll, beforeEach, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { databaseSource } from "@/lib/audit/log-source";
import { type Access, recordAccess } from "@/lib/audit/record-access";
import { sequenceLines } from "@/lib/audit/sequence";
import { verifyLog } from "@/lib/audit/verify-log";
import type { Actor } from "@/lib/base/actor";
import { newId } from "@/lib/base/ids";
import { asSuperuser, tamperWith } from "@/tests/support/superuser";

const database = asSuperuser();
const tamper = tamperWith(database);
afterAll(() => Promise.all([database.end(), closeDatabases()]));
beforeEach(() => tamper((sql) => sql`truncate access_chain, access_lines, checkpoint_exports, checkpoints, tombstones`));

const worker = { kind: "system", job: "test" } as const satisfies Actor;
const access = (object: string): Access => ({
  act: "thing.touch",
  object,
  subject: null,
  reason: "test",
  facts: { zebra: 1, apple: true },
});
const record = (object: string) => transaction(worker, (tx) => recordAccess(tx, access(object)));
const verify = () => verifyLog(databaseSource(worker), { keys: null, kept: [] });

test("a line is there exactly when its transaction is, in the name of whoever acts", async () => {
  const accountId = newId();
  await transaction({ kind: "member", accountId }, (tx) => recordAccess(tx, { ...access("thing:1"), subject: accountId }));
  const undone = transaction(worker, async (tx) => {
    await recordAccess(tx, access("thing:2"));
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await database`select actor, object, facts from access_lines`).toEqual([
    { actor: `member:${accountId}`, object: "thing:1", facts: { zebra: 1, apple: true } },
  ]);
});

test("lines are chained once each, in order, and the chain holds", async () => {
  for (const object of ["thing:1", "thing:2", "thing:3"]) await record(object);
  expect(await sequenceLines()).toBe(3);
  expect(await sequenceLines()).toBe(0);
  await record("thing:4");
  expect(await sequenceLines()).toBe(1);
  const order = await database`select l.object from access_chain c join access_lines l on l.id = c.line_id order by c.sequence`;
  expect(order.map(({ object }) => object)).toEqual(["thing:1", "thing:2", "thing:3", "thing:4"]);
  expect(await verify()).toMatchObject({ result: "intact", lines: 4, head: expect.stringMatching(/^[\da-f]{64}$/) });
});

test("sequencers in parallel leave no gap and no double", async () => {
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([
      ...Array.from({ length: 10 }, (_, index) => record(`thing:${round}-${index}`)),
      sequenceLines(),
      sequenceLines(),
      sequenceLines(),
    ]);
  }
  await sequenceLines();
  expect(await verify()).toMatchObject({ result: "intact", lines: 50 });
});

test("a line that commits late is chained after what was chained before, whose order stays", async () => {
  let commit = () => {};
  const held = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let written = () => {};
  const inside = new Promise<void>((resolve) => {
    written = resolve;
  });
  const slow = transaction(worker, async (tx) => {
    await recordAccess(tx, access("slow"));
    written();
    await held;
  });
  await inside;
  await record("quick");
  expect(await sequenceLines()).toBe(1);
  commit();
  await slow;
  expect(await sequenceLines()).toBe(1);
  const order = await database`select l.object from access_chain c join access_lines l on l.id = c.line_id order by c.sequence`;
  expect(order.map(({ object }) => object)).toEqual(["quick", "slow"]);
  expect(await verify()).toMatchObject({ result: "intact", lines: 2 });
});

test("a sequencer that is interrupted leaves lines for the next one, and no half batch", async () => {
  for (const object of ["thing:1", "thing:2"]) await record(object);
  await database`alter table access_chain add constraint power_cut check (sequence < 2)`;
  await expect(sequenceLines()).rejects.toThrow("Failed query");
  expect(await database`select sequence from access_chain`).toEqual([]);
  await database`alter table access_chain drop constraint power_cut`;
  expect(await sequenceLines()).toBe(2);
  expect(await verify()).toMatchObject({ result: "intact", lines: 2 });
});

test.each([
  ["altered", "line_altered", () => tamper((sql) => sql`update access_lines set reason = 'other' where object = 'thing:2'`)],
  ["given to another", "line_altered", () => tamper((sql) => sql`update access_lines set actor = 'system:other' where object = 'thing:2'`)],
  [
    "moved in time",
    "line_altered",
    () => tamper((sql) => sql`update access_lines set at = at - interval '1 hour' where object = 'thing:2'`),
  ],
  [
    "swapped for another",
    "line_altered",
    () =>
      tamper(async (sql) => {
        await sql`alter table access_chain drop constraint access_chain_line_id_unique`;
        await sql`update access_chain set line_id = (select line_id from access_chain where sequence = 3) where sequence = 2`;
        await sql`delete from access_chain where sequence = 3`;
        await sql`alter table access_chain add constraint access_chain_line_id_unique unique (line_id)`;
      }),
  ],
  ["dropped from the chain", "link_missing", () => tamper((sql) => sql`delete from access_chain where sequence = 2`)],
  ["removed", "line_missing", () => tamper((sql) => sql`delete from access_lines where object = 'thing:2'`)],
])("a line that was %s shows as %s at its place", async (_, because, tamper) => {
  for (const object of ["thing:1", "thing:2", "thing:3"]) await record(object);
  await sequenceLines();
  await tamper();
  expect(await verify()).toEqual({ result: "broken", at: 2, because });
});
