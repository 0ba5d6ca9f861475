import { sql } from "drizzle-orm";
import type { KeysDb, Tx } from "@/db/client";

/** A table of any schema, with those of its columns that the current role may read; `all` is how many there are. */
export type ReadableTable = { table: string; columns: string[]; all: number };

/** Every table of the database but PostgreSQL's own, the job store's included. One of which the role may read nothing has no columns. */
export async function listReadable(on: Tx | KeysDb): Promise<ReadableTable[]> {
  const rows = await on.execute<ReadableTable>(sql`
    SELECT format('%I.%I', n.nspname, c.relname) AS "table", count(*)::int AS "all",
      coalesce(array_agg(quote_ident(a.attname) ORDER BY a.attnum)
        FILTER (WHERE has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')), '{}') AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') GROUP BY 1 ORDER BY 1`);
  return [...rows];
}

/**
 * The readable values of a table's newest pages as text, a row each, at most `limit` of them. Bytes come as hexadecimal, JSON as it is kept.
 */
export async function readAsText(on: Tx | KeysDb, { table, columns }: ReadableTable, limit: number): Promise<string[]> {
  const values = sql.raw(columns.map((column) => `${column}::text`).join(", "));
  const rows = await on.execute<{ text: string }>(
    sql`SELECT concat_ws(E'\n', ${values}) AS text FROM ${sql.raw(table)} ORDER BY ctid DESC LIMIT ${limit}`,
  );
  return [...rows].map(({ text }) => text);
}
