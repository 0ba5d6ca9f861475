import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { exportComparisons, listComparisons } from "@/lib/billing/list-comparisons";
import { exportAlarms, listAlarms } from "@/lib/oversight/alarms/list";
import { exportBackupRuns, listBackupRuns } from "@/lib/oversight/backups/list";
import { exportKeyTasks, listKeyTasks } from "@/lib/oversight/list-key-tasks";
import { everyCheck } from "@/lib/policy/controls";
import { checkedClauses, exportControls, listControls } from "@/lib/policy/list-controls";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));
const auditor = (await givenStaff("auditor")).actor;
const support = (await givenStaff("support")).actor;
const billing = (await givenStaff("billing")).actor;

await database`insert into alarms (id, kind, created_at, ended_at) values
  (uuidv7(), 'backup-late', now() - interval '5 hours', now() - interval '1 hour'),
  (uuidv7(), 'backup-late', now() - interval '4 hours', now() - interval '2 hours'),
  (uuidv7(), 'purge-late', now() - interval '3 hours', now() - interval '3 hours'),
  (uuidv7(), 'backup-late', now() - interval '2 hours', null),
  (uuidv7(), 'mail-waits', now() - interval '1 hour', null)`;
await database`insert into backup_runs (id, kind, result, failed_at, taken_at, started_at, finished_at, rows, bytes, log_sequence, digest)
  select uuidv7(), case when n % 3 = 0 then 'drill' else 'backup' end, case when n = 3 then 'failed' else 'done' end,
    case when n = 3 then 'counts' end, now(), now() - n * interval '1 hour', now() - n * interval '59 minutes', n, n * 1000, n, null
  from generate_series(1, 6) n`;
await database`insert into key_tasks (id, kind, asked_by, created_at, next_step_at, started_at, finished_at, total, done, failed) values
  (uuidv7(), 'rotate-connections', 'host:keys', now() - interval '3 days', null, now(), now(), 9, 7, 2),
  (uuidv7(), 'rotate-root', 'host:keys', now() - interval '2 days', null, now(), now(), 9, 9, 0),
  (uuidv7(), 'retire', 'system:keys', now() - interval '1 day', now() + interval '5 days', null, null, null, 0, 0)`;
await database`insert into reconcile_runs (id, asked_by, created_at, next_step_at, compared, differences, fresh, finished_at) values
  (uuidv7(), 'system:reconcile', now() - interval '3 days', null, 5, 2, 2, now()),
  (uuidv7(), 'staff:someone', now() - interval '2 days', null, 5, 0, 0, now()),
  (uuidv7(), 'system:reconcile', now() - interval '1 day', now(), 1, 1, 0, null)`;

type Cursor = { way: "after" | "before"; id: string };
/** Every page of a list, two rows at a time, from its head to its end, and back from its end: the rows, each way. */
async function bothWays<Row extends { id: string }>(page: (over: { cursor: Cursor | null; limit: number }) => Promise<Row[]>) {
  const down: Row[] = [];
  for (let rows = await page({ cursor: null, limit: 2 }); rows.length > 0; ) {
    down.push(...rows);
    rows = await page({ cursor: { way: "after", id: down.at(-1)?.id ?? "" }, limit: 2 });
  }
  const up = down.slice(-1);
  for (let rows = up; rows.length > 0; up.unshift(...rows)) rows = await page({ cursor: { way: "before", id: up[0]?.id ?? "" }, limit: 2 });
  return { down, up };
}

test("alarms are found by whether they are open and by kind; what is open ends last", async () => {
  const every = { state: null, kind: null, sort: "since", descending: true, cursor: null, limit: 10 } as const;
  const kinds = async (over: object) => (await listAlarms(support, { ...every, ...over })).map(({ kind }) => kind);
  expect(await kinds({})).toEqual(["mail-waits", "backup-late", "purge-late", "backup-late", "backup-late"]);
  expect(await kinds({ state: "open" })).toEqual(["mail-waits", "backup-late"]);
  expect(await kinds({ state: "ended", kind: "backup-late" })).toEqual(["backup-late", "backup-late"]);
  expect((await kinds({ sort: "ended", descending: false })).slice(0, 3)).toEqual(["purge-late", "backup-late", "backup-late"]);
  const { down, up } = await bothWays((over) => listAlarms(support, { ...every, sort: "ended", ...over }));
  expect(down.map(({ id }) => id)).toEqual(up.map(({ id }) => id));
  expect(new Set(down.map(({ id }) => id)).size).toBe(5);
  const csv = await exportAlarms(auditor, { ...every, state: "open" }, "audit");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(1 + 2);
  await expect(exportAlarms(support, every, "audit")).rejects.toMatchObject({ facts: { permission: "lists.export" } });
});

test("backups and rehearsals are found by kind and result, and sorted by how long they took and how much they are", async () => {
  const every = { kind: null, result: null, sort: "done", descending: true, cursor: null, limit: 10 } as const;
  const rows = async (over: object) => (await listBackupRuns(support, { ...every, ...over })).map((run) => run.rows);
  expect(await rows({})).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await rows({ kind: "drill" })).toEqual([3, 6]);
  expect(await rows({ result: "failed" })).toEqual([3]);
  expect(await rows({ sort: "took" })).toEqual([6, 5, 4, 3, 2, 1]);
  expect(await rows({ sort: "size", descending: false, kind: "backup" })).toEqual([1, 2, 4, 5]);
  const { down, up } = await bothWays((over) => listBackupRuns(support, { ...every, sort: "took", ...over }));
  expect([down.length, down.map(({ id }) => id)]).toEqual([6, up.map(({ id }) => id)]);
  expect(await exportBackupRuns(auditor, { ...every, result: "failed" }, "audit")).toContain(`"drill","failed","counts"`);
});

test("rotations are found by what they are and whether they ended; comparisons by who asked", async () => {
  const tasks = { kind: null, state: null, sort: "asked", descending: true, cursor: null, limit: 10 } as const;
  const kinds = async (over: object) => (await listKeyTasks(auditor, { ...tasks, ...over })).map(({ kind }) => kind);
  expect(await kinds({})).toEqual(["retire", "rotate-root", "rotate-connections"]);
  expect([await kinds({ state: "open" }), await kinds({ state: "failed" })]).toEqual([["retire"], ["rotate-connections"]]);
  expect(await kinds({ state: "finished", sort: "keys" })).toEqual(["rotate-root", "rotate-connections"]);
  expect((await exportKeyTasks(auditor, { ...tasks, kind: "retire" }, "audit")).trimEnd().split("\r\n")).toHaveLength(1 + 1);
  await expect(listKeyTasks(support, tasks)).rejects.toMatchObject({ refusal: "forbidden" });

  const runs = { state: null, by: null, sort: "begun", descending: true, cursor: null, limit: 10 } as const;
  const differences = async (over: object) => (await listComparisons(billing, { ...runs, ...over })).map((run) => run.differences);
  expect(await differences({})).toEqual([1, 0, 2]);
  expect([await differences({ by: "staff" }), await differences({ state: "under_way" })]).toEqual([[0], [1]]);
  expect(await differences({ sort: "differences" })).toEqual([2, 1, 0]);
  expect((await exportComparisons(billing, { ...runs, by: "worker" }, "accounting")).trimEnd().split("\r\n")).toHaveLength(1 + 2);
});

test("checks stand with the worst first, are found by result and clause, and each is told once from page to page, down and up", async () => {
  const [failing = "", holding = ""] = everyCheck.slice(-2).map(({ id }) => id);
  await database`insert into control_states (check_id, result, since, at, looked, seen, took_ms, next_at) values
    (${failing}, 'fails', now() - interval '1 day', now(), 1, '=1+1', 1, now()), (${holding}, 'holds', now(), now(), 1, 'All is well.', 1, now())
    on conflict (check_id) do update set result = excluded.result, since = excluded.since, at = excluded.at, seen = excluded.seen`;
  const every = { result: null, clause: null, sort: "result", descending: false, cursor: null, limit: 100 } as const;
  const ids = async (over: object) => (await listControls(auditor, { ...every, ...over })).map(({ id }) => id);
  const all = await ids({});
  expect([all.length, all[0], all.at(-1)]).toEqual([everyCheck.length, failing, holding]);
  expect([await ids({ result: "fails" }), await ids({ result: "holds" })]).toEqual([[failing], [holding]]);
  expect((await ids({ sort: "since", descending: false })).slice(0, 2)).toEqual([failing, holding]);
  for (const sort of ["result", "since", "looked", "about"] as const) {
    const { down, up } = await bothWays((over) => listControls(auditor, { ...every, sort, ...over }));
    expect([down.length, down.map(({ id }) => id)]).toEqual([everyCheck.length, up.map(({ id }) => id)]);
  }
  const ofClauses = await Promise.all(checkedClauses.map((clause) => ids({ clause })));
  expect(ofClauses.every((found) => found.length > 0)).toBe(true);
  expect(new Set(ofClauses.flat()).size).toBe(everyCheck.length);
  const csv = await exportControls(auditor, { ...every, result: "fails" }, "audit");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(1 + 1);
  expect(csv).toContain(`"'=1+1"`);
  await expect(listControls(support, every)).rejects.toMatchObject({ refusal: "forbidden" });
});
