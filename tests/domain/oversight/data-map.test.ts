import { getTableName } from "drizzle-orm";
import { expect, test } from "vitest";
import { dataMap, tables } from "@/db/data-map/data-map";
import type { TableName } from "@/db/data-map/facts";
import { retentionRules } from "@/db/retention";
import { describeData } from "@/lib/terms/describe-data";
import { asSuperuser } from "@/tests/support/superuser";

const names = Object.keys(dataMap) as TableName[];

test("a table is kept for as long as the purge's rules about it say, and each rule is about a table that says so", () => {
  const byMap = names.flatMap((name) => {
    const { kept } = dataMap[name];
    return typeof kept === "string" ? [] : kept.map((id) => `${getTableName(tables[name])}: ${id}`);
  });
  const byRules = retentionRules.map(({ table, id }) => `${table}: ${id}`);
  expect(byMap.toSorted()).toEqual(byRules.toSorted());
});

test("the map names every column that the database has, and no other", async () => {
  const database = asSuperuser();
  const columns = await database<{ name: string }[]>`
    select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`;
  await database.end();
  const mapped = describeData().flatMap(({ table, columns: classes }) =>
    classes.flatMap((one) => one.names.map((name) => `${table}.${name}`)),
  );
  expect(mapped.toSorted()).toEqual(columns.map(({ name }) => name).toSorted());
});
