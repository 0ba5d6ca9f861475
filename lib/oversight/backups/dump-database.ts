import { createHash, randomBytes } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { schemaVersion } from "@/db/backup/schema-version";
import { asOwner, snapshot } from "@/db/backup/snapshot";
import { copyOut, listTables } from "@/db/backup/tables";
import { chainStart } from "@/lib/audit/chain-hash";
import { now } from "@/lib/base/clock";
import { environment } from "@/lib/base/env";
import { syncToDisk } from "@/lib/base/sync-to-disk";
import { type Manifest, type ManifestTable, manifestFile } from "@/lib/oversight/backups/manifest";
import { measureFile, writeRows } from "@/lib/oversight/backups/write-durably";

/** A backup as it lies in its directory; `digest` is the SHA-256 of its manifest. */
export interface Backup {
  directory: string;
  digest: string;
  manifest: Manifest;
}

/** `2026-11-30T19:33:21.480Z` as a directory's name, which sorts as time does. */
export const stampOf = (at: Date) => at.toISOString().replace(/[-:.]/g, "");

const folders = { main: "migrations", keys: "keys-migrations" } as const;
/** Where a database's migrations lie, under the folder db. */
export const migrationsOf = (db: string, database: Manifest["database"]) => join(db, folders[database]);

/**
 * Copies every table of one database, as all of them were at one moment, into a new directory in `to`. It is made under a name that begins
 * with a dot, and gets its own once everything is on disk, the manifest last: a crash leaves that draft, never what looks like a backup.
 * @param url the database, as its owner
 * @param db the folder db of this release
 * @throws Error when the database has a migration that this release does not know.
 */
export async function dumpDatabase(
  database: Manifest["database"],
  { url, db, to }: { url: string; db: string; to: string },
): Promise<Backup> {
  const takenAt = now();
  const directory = join(to, `${database}-${stampOf(takenAt)}`);
  const draft = join(to, `.draft-${database}-${randomBytes(6).toString("hex")}`);
  await mkdir(to, { recursive: true, mode: 0o700 });
  await mkdir(draft, { mode: 0o700 });
  try {
    const made = await asOwner(url, async (sql) => {
      const schema = await schemaVersion(sql, migrationsOf(db, database));
      if (schema === null) throw new Error(`the ${database} database has migrations that this release does not know`);
      return await snapshot(sql, database, async (tx): Promise<Manifest> => {
        const [head] =
          database === "main"
            ? await tx<{ sequence: string; head: string }[]>`
          select sequence, encode(hash, 'hex') as head from access_chain order by sequence desc limit 1`
            : [];
        const log = { sequence: Number(head?.sequence ?? 0), head: head?.head ?? chainStart.toString("hex") };
        const tables: ManifestTable[] = [];
        for (const table of await listTables(tx)) {
          const file = `${table.name}.copy.gz`;
          const { rows } = await writeRows(await copyOut(tx, table), join(draft, file));
          tables.push({ ...table, file, rows, ...(await measureFile(join(draft, file))) });
        }
        const common = { is: "holdfast-backup", version: 1, takenAt: takenAt.toISOString(), environment: environment() } as const;
        return { ...common, database, schema, log: database === "main" ? log : null, tables };
      });
    });
    const text = `${JSON.stringify(made, null, 2)}\n`;
    await writeFile(join(draft, manifestFile), text, { mode: 0o600, flag: "wx" });
    await syncToDisk(join(draft, manifestFile));
    await syncToDisk(draft);
    await rename(draft, directory);
    await syncToDisk(to);
    return { directory, digest: createHash("sha256").update(text).digest("hex"), manifest: made };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
