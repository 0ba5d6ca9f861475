import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { superuserUrl } from "@/tests/support/superuser";

type Row = Record<string, unknown>;

/** A value of a type, for a column of which nothing is asked but that it is filled. */
const fillers: Record<string, () => unknown> = {
  uuid: randomUUID,
  text: randomUUID,
  integer: () => 1,
  bigint: () => 1,
  smallint: () => 1,
  boolean: () => false,
  jsonb: () => "{}",
  ARRAY: () => [],
  date: () => "2020-01-01",
  cidr: () => "192.0.2.0/24",
  tstzrange: () => "[2020-01-01T00:00:00Z,2020-01-01T01:00:00Z)",
  "timestamp with time zone": () => new Date("2020-01-01T00:00:00Z"),
  bytea: () => Buffer.alloc(1),
};

/**
 * Rows without the rows that they belong to: what a purge sees is the age of a row, and who points at it. Foreign keys and checks are out of
 * force on this connection's database, so it has to be a test's own.
 * @returns a function that inserts one row, with what is given and any value in what has to be filled, and gives it back as JSON
 */
export async function rowMaker(): Promise<{ sql: postgres.Sql; insert: (table: string, given: Row) => Promise<Row> }> {
  const sql = postgres(superuserUrl(), { max: 1, onnotice: () => undefined, connection: { session_replication_role: "replica" } });
  const checks = await sql<{ table: string; name: string }[]>`
    select conrelid::regclass::text as table, conname as name from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`;
  for (const { table, name } of checks) await sql`alter table ${sql(table)} drop constraint ${sql(name)}`;
  const columns = await sql<{ table: string; name: string; type: string; needed: boolean }[]>`
    select table_name as table, column_name as name, data_type as type, is_nullable = 'NO' and column_default is null as needed
    from information_schema.columns where table_schema = 'public'`;
  return {
    sql,
    insert: async (table, given) => {
      const needed = columns.filter((column) => column.table === table && column.needed && !(column.name in given));
      const filled = needed.map(({ name, type }) => {
        const fill = fillers[type];
        if (!fill) throw new Error(`nothing to fill ${table}.${name} of type ${type} with`);
        return [name, fill()];
      });
      const row = { ...Object.fromEntries(filled), ...given };
      const [made] = await sql<{ row: Row }[]>`insert into ${sql(table)} ${sql(row)} returning to_jsonb(${sql(table)}.*) as row`;
      if (!made) throw new Error("not inserted");
      return made.row;
    },
  };
}
