import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PassThrough, pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Backup } from "@/lib/oversight/backups/dump-database";
import { type Manifest, manifest, manifestFile } from "@/lib/oversight/backups/manifest";
import { measureFile } from "@/lib/oversight/backups/write-durably";

/** A backup that is not whole, or not what its manifest says; the message names the file. */
export class BackupUnfit extends Error {}

const isThere = async (path: string) => (await stat(path).catch(() => null)) !== null;

/**
 * The backups that a directory names: of the main database itself, or a directory of backups, whose newest is taken. The keys' is the one
 * taken along with it, or the newest that is there; null for none.
 */
export async function findBackups(from: string, keysFrom: string): Promise<{ main: string; keys: string | null }> {
  const newestIn = async (directory: string, database: Manifest["database"]) => {
    const names = await readdir(directory).catch(() => {
      throw new BackupUnfit(`${directory} cannot be read`);
    });
    return (
      names
        .filter((name) => name.startsWith(`${database}-`))
        .toSorted()
        .at(-1) ?? null
    );
  };
  const isOne = await isThere(join(from, manifestFile));
  const name = isOne ? basename(from) : await newestIn(from, "main");
  if (name === null) throw new BackupUnfit(`${from} holds no backup of the main database`);
  const main = isOne ? from : join(from, name);
  if (await isThere(join(keysFrom, manifestFile))) return { main, keys: keysFrom };
  const beside = keysFrom === from && isOne ? dirname(from) : keysFrom;
  const keys = await newestIn(beside, "keys");
  return { main, keys: keys === null ? null : join(beside, keys) };
}

/**
 * Reads a backup's manifest, and holds every file against it.
 * @throws BackupUnfit that names what is missing, cut, altered or too much.
 */
export async function openBackup(directory: string, database: Manifest["database"]): Promise<Backup> {
  const path = join(directory, manifestFile);
  const text = await readFile(path, "utf8").catch(() => {
    throw new BackupUnfit(`${path} is missing: this is no whole backup`);
  });
  const read = parse(text);
  if (!read) throw new BackupUnfit(`${path} is no manifest that this release reads`);
  if (read.database !== database)
    throw new BackupUnfit(`${directory} is a backup of the ${read.database} database, not of the ${database} one`);
  const found = new Set(await readdir(directory));
  for (const { file, bytes, sha256 } of read.tables) {
    const at = join(directory, file);
    if (!found.has(file)) throw new BackupUnfit(`${at} is missing`);
    const measured = await measureFile(at);
    if (measured.bytes !== bytes) throw new BackupUnfit(`${at} has ${measured.bytes} bytes and should have ${bytes}`);
    if (measured.sha256 !== sha256) throw new BackupUnfit(`${at} was altered: its SHA-256 is not the manifest's`);
  }
  const known = new Set([manifestFile, ...read.tables.map(({ file }) => file)]);
  const stranger = [...found].find((name) => !known.has(name));
  if (stranger) throw new BackupUnfit(`${join(directory, stranger)} is not in the manifest`);
  return { directory, digest: createHash("sha256").update(text).digest("hex"), manifest: read };
}

function parse(text: string): Manifest | null {
  try {
    return manifest.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** A table's rows, as they were copied. What goes wrong while they are read ends the stream with it. */
export function rowsOf({ directory, manifest: { tables } }: Backup, table: string): Readable {
  const file = tables.find(({ name }) => name === table)?.file;
  if (!file) throw new BackupUnfit(`${directory} holds no table ${table}`);
  const rows = new PassThrough();
  pipeline(createReadStream(join(directory, file)), createGunzip(), rows, (failed) => {
    if (failed) rows.destroy(failed);
  });
  return rows;
}
