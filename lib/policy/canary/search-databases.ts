import { deflateSync, gzipSync } from "node:zlib";
import { type KeysDb, keysDb, type Tx, transaction } from "@/db/client";
import { insertMail } from "@/db/queries/outbox";
import { listReadable, type ReadableTable, readAsText } from "@/db/queries/search-everything";
import { canaryMark } from "@/lib/base/canary-mark";
import { newId } from "@/lib/base/ids";
import { finder } from "@/lib/policy/canary/spellings";

/** What one search looked at, and where it found something that must not be kept. */
export interface Search {
  tables: number;
  rows: number;
  /** Tables of which this role may read nothing, or not all. */
  unread: string[];
  found: string[];
  /** Spellings in which a planted marker was not found: then the search sees too little to count. */
  missed: string[];
}

const rowsAtOnce = 20_000;
const actor = { kind: "system", job: "canary" } as const;

async function searchTable(
  on: Tx | KeysDb,
  table: ReadableTable,
  holds: (content: Buffer) => boolean,
): Promise<{ rows: number; found: boolean }> {
  if (table.columns.length === 0) return { rows: 0, found: false };
  const texts = await readAsText(on, table, rowsAtOnce);
  return { rows: texts.length, found: texts.some((text) => holds(Buffer.from(text))) };
}

/** The ways in which a marker is planted, of each of which it has to be found. */
const plantings: Record<string, (marker: string) => string> = {
  plain: (marker) => marker,
  base64: (marker) => Buffer.from(marker).toString("base64"),
  "base64, one byte on": (marker) => Buffer.from(`a${marker}`).toString("base64"),
  "base64url, two bytes on": (marker) => Buffer.from(`ab${marker}`).toString("base64url"),
  hexadecimal: (marker) => Buffer.from(marker).toString("hex"),
  "within JSON": (marker) => JSON.stringify({ note: `"${marker}"` }),
  "within a form": (marker) => new URLSearchParams({ note: `é ${marker}` }).toString(),
  "packed by gzip": (marker) => gzipSync(`${marker} and more`).toString("base64"),
  "packed by deflate": (marker) => deflateSync(`${marker} and more`).toString("hex"),
};

class TakeBack extends Error {}

/** Plants a marker in each spelling in a row that is never committed, and searches for it by the very same code. Nothing of it stays. */
async function missedPlantings(tables: ReadableTable[]): Promise<string[]> {
  const outbox = tables.find(({ table }) => table === "public.outbox");
  if (!outbox) return Object.keys(plantings);
  const missed: string[] = [];
  for (const [name, spell] of Object.entries(plantings)) {
    const marker = `${canaryMark}planted-${newId()}`;
    const holds = finder([marker]);
    await transaction(actor, async (tx) => {
      await insertMail(tx, { template: "invite-asked", accountId: null, subjectId: null, facts: { note: spell(marker) } });
      const { found } = await searchTable(tx, outbox, holds);
      if (!found) missed.push(name);
      throw new TakeBack();
    }).catch((thrown: unknown) => {
      if (!(thrown instanceof TakeBack)) throw thrown;
    });
  }
  return missed;
}

/**
 * Searches what the worker may read of both databases, job payloads included, for the marks of forbidden fields in any spelling: the newest 20,000 rows
 * of each table. Before that it has to find a marker that it plants itself.
 */
export async function searchDatabases(): Promise<Search> {
  const holds = finder([canaryMark]);
  const search: Search = { tables: 0, rows: 0, unread: [], found: [], missed: [] };
  const add = async (on: Tx | KeysDb, table: ReadableTable) => {
    if (table.columns.length < table.all) search.unread.push(table.table);
    if (table.columns.length === 0) return;
    const { rows, found } = await searchTable(on, table, holds);
    search.tables += 1;
    search.rows += rows;
    if (found) search.found.push(table.table);
  };
  const tables = await transaction(actor, (tx) => listReadable(tx));
  search.missed = await missedPlantings(tables);
  for (const table of tables) await transaction(actor, (tx) => add(tx, table));
  const keys = keysDb();
  for (const table of await listReadable(keys)) await add(keys, table);
  return search;
}
