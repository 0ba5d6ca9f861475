import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as sent } from "node:timers/promises";
import type postgres from "postgres";
import { type CopiedTable, copyIn } from "@/db/backup/tables";

interface ForeignKey {
  owner: string;
  name: string;
  definition: string;
}
interface Trigger {
  owner: string;
  name: string;
  always: boolean;
}

/** Tables come in no order that foreign keys would bear: these are dropped, and made anew over all rows, which proves every one of them. */
async function withoutForeignKeys(tx: postgres.TransactionSql, work: () => Promise<void>): Promise<void> {
  const keys = await tx<ForeignKey[]>`
    select conrelid::regclass::text as owner, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`;
  for (const { owner, name } of keys) await tx.unsafe(`ALTER TABLE ${owner} DROP CONSTRAINT ${name}`);
  await work();
  for (const { owner, name, definition } of keys) await tx.unsafe(`ALTER TABLE ${owner} ADD CONSTRAINT ${name} ${definition}`);
}

/** What a row sets off happened when it was first written: it wakes no worker and moves no other row now. */
async function withoutTriggers(tx: postgres.TransactionSql, work: () => Promise<void>): Promise<void> {
  const triggers = await tx<Trigger[]>`
    select tgrelid::regclass::text as owner, quote_ident(tgname) as name, tgenabled = 'A' as always
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not tgisinternal and tgenabled in ('O', 'A') and c.relnamespace = 'public'::regnamespace`;
  for (const { owner, name } of triggers) await tx.unsafe(`ALTER TABLE ${owner} DISABLE TRIGGER ${name}`);
  await work();
  for (const { owner, name, always } of triggers) await tx.unsafe(`ALTER TABLE ${owner} ENABLE ${always ? "ALWAYS " : ""}TRIGGER ${name}`);
}

/** The table that does not take its rows: a check or a unique index refuses one of them. */
export class RowsRefused extends Error {
  constructor(readonly table: string) {
    super(`the table ${table} does not take its rows: a check or a unique index refuses one`);
  }
}

/**
 * What the database refuses at the end of a COPY the client tells nobody, and its stream never ends: the next statement, sent once all rows
 * are, fails then, and stands in for it.
 */
async function fillTable(tx: postgres.TransactionSql, table: CopiedTable, rows: Readable): Promise<void> {
  const into = await copyIn(tx, table);
  await pipeline(rows, into, { end: false });
  into.end();
  await sent();
  await tx`select 1`.catch(() => {
    throw new RowsRefused(table.name);
  });
}

/**
 * Fills tables that are empty, but for what migrations put there, in one transaction: all of them with every check, unique index and foreign key proved, or none. The rights,
 * and that row security holds for the owner too, are given by db/rights.sql afterwards.
 * @param rowsOf a table's rows, as `copyOut` gave them
 */
export async function loadTables(
  owner: postgres.Sql,
  tables: readonly CopiedTable[],
  rowsOf: (table: CopiedTable) => Readable,
): Promise<void> {
  await owner.begin(async (tx) => {
    for (const { name } of tables) await tx`ALTER TABLE ${tx(name)} NO FORCE ROW LEVEL SECURITY`;
    await withoutForeignKeys(tx, () =>
      withoutTriggers(tx, async () => {
        await tx`TRUNCATE ${tx(tables.map(({ name }) => name))}`;
        for (const table of tables) await fillTable(tx, table, rowsOf(table));
      }),
    );
  });
}
