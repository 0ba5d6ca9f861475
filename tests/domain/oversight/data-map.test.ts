import { randomUUID } from "node:crypto";
import { getTableName, sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closeDatabases, keysDb, transaction } from "@/db/client";
import { dataMap, tables } from "@/db/data-map/data-map";
import type { DataMap, KeysDataMap, TableName } from "@/db/data-map/facts";
import { jobTables } from "@/db/data-map/jobs";
import { closeJobs, enqueue, enqueueAll } from "@/db/jobs";
import { retentionRules } from "@/db/retention";
import { columnsMapped } from "@/lib/policy/checks/map-columns";
import { describeData } from "@/lib/terms/describe-data";
import { asSuperuser } from "@/tests/support/superuser";

afterAll(() => Promise.all([closeJobs(), closeDatabases()]));

const names = Object.keys(dataMap) as TableName[];

test("a table is kept for as long as the purge's rules about it say, and each rule is about a table that says so", () => {
  const byMap = names.flatMap((name) => {
    const { kept } = dataMap[name];
    return typeof kept === "string" ? [] : kept.map((id) => `${getTableName(tables[name])}: ${id}`);
  });
  const byRules = retentionRules.map(({ table, id }) => `${table}: ${id}`);
  expect(byMap.toSorted()).toEqual(byRules.toSorted());
});

test("what a record that is kept for years rests on is said to be kept as long, and not for its own month alone", () => {
  const said = (name: string) =>
    describeData()
      .find(({ table }) => table === name)
      ?.keptFor.at(-1);
  for (const table of ["intents", "holds", "offers", "connections"])
    expect(said(table)).toMatch(/^30 days after .+; up to 7 years while a record that is kept longer rests on it$/);
  expect(said("activity")).toBe("30 days after it was done");
  expect(said("charges")).toBe("7 years after it was posted");
});

const mapped = () =>
  describeData()
    .flatMap(({ table, columns }) => columns.flatMap(({ names: those }) => those.map((name) => `${table}.${name}`)))
    .toSorted();

test("the map names every column that either database has, and no other, and every table of the job store is listed", async () => {
  const database = asSuperuser();
  const main = await database<{ schema: string; table: string; name: string }[]>`
    select table_schema as schema, table_name as table, column_name as name from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema', 'lookup')`;
  const keys = await keysDb().execute<{ name: string }>(sql`
    select 'keys.' || table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`);
  await database.end();
  const ours = main.filter(({ schema }) => schema === "public").map(({ table, name }) => `${table}.${name}`);
  expect(mapped()).toEqual([...ours, ...keys.map(({ name }) => name)].toSorted());
  const others = main.filter(({ schema }) => schema !== "public");
  expect([...new Set(others.map(({ schema }) => schema))]).toEqual(["pgboss", "drizzle"]);
  const tablesOf = (wanted: string) => [...new Set(others.flatMap(({ schema, table }) => (schema === wanted ? [table] : [])))].toSorted();
  expect(tablesOf("pgboss").filter((table) => !/_\d{8}$/.test(table))).toEqual(Object.keys(jobTables).toSorted());
  // Which migrations were applied, and nothing else.
  expect(tablesOf("drizzle")).toEqual(["__drizzle_migrations"]);
});

test("a job that is queued holds a row's id and the id of the request, and nothing else", async () => {
  const id = randomUUID();
  await transaction({ kind: "system", job: "test" }, async (tx) => {
    await enqueue(tx, "send-mail", id, "a-request");
    await enqueueAll(tx, "send-mail", [randomUUID()]);
  });
  const database = asSuperuser();
  const jobs = await database<{ data: Record<string, string> }[]>`select data from pgboss.job`;
  await database.end();
  expect(jobs.map(({ data }) => Object.keys(data).toSorted())).toEqual(expect.arrayContaining([["id", "requestId"], ["id"]]));
  expect(jobs).toHaveLength(2);
});

type Contacts = DataMap["contacts"];
type Keys = KeysDataMap["connectionKeys"];
type Refused<Given, Wanted> = Given extends Wanted ? false : true;
type WithColumns<Of extends { columns: unknown }, Columns> = Omit<Of, "columns"> & { columns: Columns };

test("a table or a column without its place, class, purpose, basis, time or erasure does not compile", () => {
  // Each of these is a type: where the map took such a gap, it would be `false`, and this file would not compile.
  const refused: [
    table: Refused<Omit<DataMap, "contacts">, DataMap>,
    column: Refused<WithColumns<Contacts, Omit<Contacts["columns"], "name">>, Contacts>,
    classless: Refused<WithColumns<Contacts, Omit<Contacts["columns"], "name"> & { name: "anything" }>, Contacts>,
    purpose: Refused<Omit<Contacts, "purpose">, Contacts>,
    basis: Refused<Omit<Contacts, "basis">, Contacts>,
    time: Refused<Omit<Contacts, "kept">, Contacts>,
    erasure: Refused<Omit<Contacts, "erasure">, Contacts>,
    key: Refused<WithColumns<Keys, Omit<Keys["columns"], "wrapped">>, Keys>,
    whole: Refused<Contacts, Contacts>,
  ] = [true, true, true, true, true, true, true, true, false];
  expect(refused).toHaveLength(9);
});

test("a column that the map does not name turns clause 7a's control red, in either database and in the job store", async () => {
  const database = asSuperuser();
  expect((await columnsMapped.look()).result).toBe("holds");
  await database`create table pgboss.notes (id uuid)`;
  expect(await columnsMapped.look()).toMatchObject({ result: "fails", seen: expect.stringMatching(/^1 of/) });
  await database`drop table pgboss.notes`;
  await database.end();
});
