import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import type { World } from "@/scripts/world/start-world";

/** A text in base64 at each of its three alignments, without the ends, which depend on what stands beside it. */
function inBase64(bytes: Buffer, encoding: "base64" | "base64url"): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replace(/=+$/, "");
    return encoded.slice(shift === 0 ? 0 : shift + 1, -1);
  });
}

/**
 * A text as it may stand somewhere: in UTF-8 and in UTF-16 (as scripts keep some), in base64 and base64url at each of their three
 * alignments, in hexadecimal, in a query or form, in JSON, reversed.
 */
export function spellings(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString("hex");
  const texts = [
    ...(["base64", "base64url"] as const).flatMap((encoding) => inBase64(bytes, encoding)),
    hex,
    hex.toUpperCase(),
    encodeURIComponent(text),
    new URLSearchParams({ "": text }).toString().slice(1),
    JSON.stringify(text).slice(1, -1),
    [...text].toReversed().join(""),
  ];
  const all = [bytes, Buffer.from(text, "utf16le"), ...[...new Set(texts)].map((one) => Buffer.from(one))];
  return all.filter((one, index) => all.findIndex((other) => other.equals(one)) === index);
}

export function* filesBelow(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

type SearchedWorld = Pick<World, "home" | "settings" | "sandbox">;

/** Opens a database of the world past all rights. */
export function asSuperuser(world: SearchedWorld, database: "holdfast" | "holdfast_keys"): postgres.Sql {
  const url = new URL(world.settings.worker.WORKER_DATABASE_URL ?? "");
  url.username = "postgres";
  url.password = readFileSync(join(world.home, "postgres", "superuser-password"), "utf8").trim();
  url.pathname = database;
  return postgres(url.href, { max: 1, onnotice: () => undefined });
}

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
  const wanted = texts.flatMap(spellings);
  const holds = (content: Buffer) => wanted.some((text) => content.includes(text));
  const places: string[] = [];
  for (const database of ["holdfast", "holdfast_keys"] as const) {
    const sql = asSuperuser(world, database);
    await sql`checkpoint`;
    for (const [place, text] of await rowsOf(sql)) if (holds(Buffer.from(text))) places.push(`${database}: ${place}`);
    await sql.end();
  }
  for (const path of filesBelow(world.home)) {
    const name = path.slice(world.home.length + 1);
    if (!name.startsWith("sandbox/") && holds(readFileSync(path))) places.push(name);
  }
  const mails = await fetch(`${world.sandbox?.mail}/messages`);
  if (holds(Buffer.from(await mails.text()))) places.push("mail");
  return places;
}
