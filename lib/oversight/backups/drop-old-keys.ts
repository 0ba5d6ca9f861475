import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { dayMs, later } from "@/lib/base/clock";
import { stampOf } from "@/lib/oversight/backups/dump-database";

/** How long a backup of the keys is kept: a key that was destroyed can be brought back from one no longer than this (clause 2.2b). */
export const keysKeptDays = 7;

/** Deletes the backups of the keys database in a directory that are too old, by their names. Returns those names. */
export async function dropOldKeys(directory: string, at: Date): Promise<string[]> {
  const oldest = `keys-${stampOf(later(at, -keysKeptDays * dayMs))}`;
  const old = (await readdir(directory)).filter((name) => /^keys-\d{8}T\d{9}Z$/.test(name) && name < oldest);
  for (const name of old) await rm(join(directory, name), { recursive: true });
  return old;
}
