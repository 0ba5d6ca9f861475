import type { Readable, Writable } from "node:stream";
import type postgres from "postgres";

/** A table of the schema `public`, and its columns in their order; those that the database computes by itself are left out. */
export interface CopiedTable {
  name: string;
  columns: string[];
}

export async function listTables(sql: postgres.ISql): Promise<CopiedTable[]> {
  const rows = await sql<CopiedTable[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`;
  return rows.map(({ name, columns }) => ({ name, columns }));
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const target = ({ name, columns }: CopiedTable) => `public.${quoted(name)} (${columns.map(quoted).join(", ")})`;

/** A table's rows in the text format of COPY, one a line. */
export async function copyOut(tx: postgres.ISql, table: CopiedTable): Promise<Readable> {
  return await tx.unsafe(`COPY ${target(table)} TO STDOUT`).readable();
}

/** Takes what `copyOut` gave. The database refuses, at the end of the stream, what breaks a check or a unique index. */
export async function copyIn(tx: postgres.ISql, table: CopiedTable): Promise<Writable> {
  return await tx.unsafe(`COPY ${target(table)} FROM STDIN`).writable();
}

export async function countRows(tx: postgres.ISql, table: string): Promise<number> {
  const [row] = await tx.unsafe<{ rows: string }[]>(`select count(*) as rows from public.${quoted(table)}`);
  return Number(row?.rows ?? 0);
}
