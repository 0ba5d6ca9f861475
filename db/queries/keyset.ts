import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Page } from "@/lib/base/paging";

/**
 * `alone` says that what it is sorted by is unique, and needs no id beside it; `within`, among which of the table's rows the id is, where it is
 * not among all.
 */
type Key = { table: PgTable; id: AnyPgColumn; by: AnyPgColumn | SQL; alone?: boolean; within?: SQL };

/**
 * The condition and the order by which a page is found without reading those before it: rows are compared by (what they are sorted by, id),
 * so none is missed or told twice while others come and go. The row that a cursor names is looked up by its id; past one that is gone, or
 * that the transaction may not read, there is nothing. Going back, rows are found in the opposite order: `turned` puts them right.
 */
export function keyset<Sort extends string>({ table, id, by, alone, within = sql`true` }: Key, { descending, cursor }: Page<Sort>) {
  const goesDown = cursor?.way === "before" ? !descending : descending;
  const key = alone || by === id ? [by] : [by, id];
  const list = sql.join(key, sql`, `);
  const direction = goesDown ? sql`desc` : sql`asc`;
  const past: SQL | undefined = cursor
    ? sql`(${list}) ${goesDown ? sql`<` : sql`>`} (select ${list} from ${table} where ${id} = ${cursor.id} and ${within})`
    : undefined;
  return {
    past,
    order: key.map((column) => sql`${column} ${direction}`),
    turned: <Row>(rows: Row[]): Row[] => (cursor?.way === "before" ? rows.toReversed() : rows),
  };
}
