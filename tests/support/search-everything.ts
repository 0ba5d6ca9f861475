import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type postgres from "postgres";
import { finder, spellings } from "@/lib/policy/canary/spellings";
import type { World } from "@/scripts/world/start-world";
import { superuserOf } from "@/scripts/world/superuser";

export function* filesBelow(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** What a file holds; nothing, when it is gone since it was listed: a running database makes and removes files of its own. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

type SearchedWorld = Pick<World, "home" | "settings" | "sandbox">;

async function rowsOf(sql: postgres.Sql): Promise<[place: string, text: string][]> {
  const tables = await sql<{ schema: string; name: string }[]>`
    select schemaname as schema, tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;
  const found: [string, string][] = [];
  for (const { schema, name } of tables) {
    const rows = await sql<{ text: string }[]>`select t::text as text from ${sql(`${schema}.${name}`)} as t`;
    found.push([`table ${schema}.${name}`, rows.map(({ text }) => text).join("\n")]);
  }
  return found;
}

/**
 * Where any of these texts stands, in any spelling: every row of both databases, every file of the world's home (the database's own
 * files and write-ahead log, all logs), every mail. The sandbox's own state is left out: it is the outside world.
 */
export async function placesOf(world: SearchedWorld, texts: string[]): Promise<string[]> {
  const holds = finder(texts);
  const wanted = texts.flatMap(spellings);
  /** The database's own files are large, and their rows were read above. */
  const plainly = (content: Buffer) => wanted.some((text) => content.includes(text));
  const places: string[] = [];
  for (const database of ["main", "keys"] as const) {
    const sql = superuserOf(world, 1, database);
    await sql`checkpoint`;
    for (const [place, text] of await rowsOf(sql)) if (holds(Buffer.from(text))) places.push(`${database}: ${place}`);
    await sql.end();
  }
  for (const path of filesBelow(world.home)) {
    const name = path.slice(world.home.length + 1);
    const search = name.startsWith("postgres/") ? plainly : holds;
    if (!name.startsWith("sandbox/") && search(contentOf(path))) places.push(name);
  }
  const mails = await fetch(`${world.sandbox?.mail}/messages`);
  if (holds(Buffer.from(await mails.text()))) places.push("mail");
  return places;
}
