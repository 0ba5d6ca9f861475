import { afterAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { exportAnomalies, listAnomalies } from "@/lib/oversight/anomalies/read-anomalies";
import { exportBlocks, listBlocks } from "@/lib/oversight/blocks/list-blocks";
import { exportIncidents, listIncidents } from "@/lib/oversight/incidents/read-incidents";
import { givenStaff } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));
const owner = (await givenStaff("owner")).actor;

await database`insert into blocks (id, network, reason, made_by, created_at, until, lifted_at, lifted_by)
  select uuidv7(), ('10.251.' || n || '.0/24')::cidr, 'misuse', 'host:test', now() - interval '12 hours', now() + (n - 10) * interval '1 hour',
    case when n % 5 = 0 then now() end, case when n % 5 = 0 then 'host:test' end from generate_series(1, 20) n`;
await database`insert into anomalies (id, rule, key, measured, networks, times, first_at, last_at, state, note, closed_at, closed_by)
  select uuidv7(), 'mass-reads', 'key-' || n, '{}', '{}', 1, now(), now() - n * interval '1 minute', case when n > 5 then 'closed' else 'open' end,
    case when n > 5 then '=HYPERLINK("http://evil.example")' else '' end, case when n > 5 then now() end, case when n > 5 then 'host:test' end from generate_series(1, 8) n`;
await database`insert into incidents (id, kind, severity, source, drill, state, discovered_at, opened_by)
  select uuidv7(), 'other', case when n % 2 = 0 then 'low' else 'high' end, 'test:' || n, n > 3, 'open', now() - n * interval '1 day', 'host:test' from generate_series(1, 5) n`;

/** Every page of a list, two rows at a time, from its head to its end. */
async function everyPage<Row extends { id: string }>(
  page: (cursor: { way: "after"; id: string } | null) => Promise<Row[]>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const last = all.at(-1);
    const rows = await page(last ? { way: "after", id: last.id } : null);
    if (rows.length === 0) return all;
    all.push(...rows);
  }
}

test("blocks are narrowed by how they stand, and each is told once from page to page", async () => {
  const of = (state: "standing" | "lifted" | "ended" | null) =>
    everyPage((cursor) => listBlocks(owner, { state, what: "network", sort: "until", descending: false, cursor, limit: 3 }));
  const [all, standing, lifted, ended] = [await of(null), await of("standing"), await of("lifted"), await of("ended")];
  expect(all).toHaveLength(20);
  expect(new Set(all.map(({ id }) => id)).size).toBe(20);
  expect([standing.length, lifted.length, ended.length]).toEqual([8, 4, 8]);
  expect(all.map(({ until }) => until.getTime())).toEqual(all.map(({ until }) => until.getTime()).toSorted((one, other) => one - other));
  const csv = await exportBlocks(owner, { state: "standing", what: null, sort: "made", descending: true }, "audit");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(1 + 8);
});

test("anomalies wait until they are closed; what is written into one is no formula in a file", async () => {
  const waiting = await everyPage((cursor) =>
    listAnomalies(owner, { state: "waiting", rule: "mass-reads", sort: "last", descending: true, cursor, limit: 2 }),
  );
  expect(waiting.map(({ key }) => key)).toEqual(["key-1", "key-2", "key-3", "key-4", "key-5"]);
  const csv = await exportAnomalies(owner, { state: "closed", rule: null, sort: "found", descending: true }, "investigation");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(1 + 3);
  expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
});

test("incidents are narrowed by severity, and drills told from real ones", async () => {
  const list = (severity: "low" | "high" | null, is: "real" | "drill" | null) =>
    everyPage((cursor) => listIncidents(owner, { state: "open", severity, is, sort: "known", descending: true, cursor, limit: 2 }));
  expect((await list(null, null)).map(({ source }) => source)).toEqual(["test:1", "test:2", "test:3", "test:4", "test:5"]);
  expect((await list("high", "drill")).map(({ source }) => source)).toEqual(["test:5"]);
  const csv = await exportIncidents(owner, { state: null, severity: null, is: "real", sort: "known", descending: true }, "handover");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(1 + 3);
});

test.each(["support", "billing"] as const)("%s takes none of them as a file", async (role) => {
  const { actor } = await givenStaff(role);
  const sorted = { descending: true, state: null } as const;
  await expect(exportBlocks(actor, { ...sorted, what: null, sort: "made" }, "audit")).rejects.toMatchObject({ refusal: "forbidden" });
  await expect(exportAnomalies(actor, { ...sorted, rule: null, sort: "last" }, "audit")).rejects.toMatchObject({ refusal: "forbidden" });
  await expect(exportIncidents(actor, { ...sorted, severity: null, is: null, sort: "known" }, "audit")).rejects.toMatchObject({
    refusal: "forbidden",
  });
});
