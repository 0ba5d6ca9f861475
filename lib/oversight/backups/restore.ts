import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { loadTables, RowsRefused } from "@/db/backup/load-tables";
import { withMigrationsUpTo } from "@/db/backup/schema-version";
import { asOwner, type Owner } from "@/db/backup/snapshot";
import { countRows, listTables } from "@/db/backup/tables";
import * as schema from "@/db/schema";
import { sourceBy } from "@/lib/audit/log-source";
import { type VerifyOptions, verifyLog } from "@/lib/audit/verify-log";
import { environment } from "@/lib/base/env";
import { type Backup, migrationsOf } from "@/lib/oversight/backups/dump-database";
import { BackupUnfit, rowsOf } from "@/lib/oversight/backups/open-backup";
import { type KeysHeld, type Settled, settleRestored } from "@/lib/oversight/backups/settle-restored";

export interface RestoreInto {
  /** Both databases, as their owner. */
  main: string;
  keys: string;
  /** The folder db of this release. */
  db: string;
}
export interface RestoreFrom {
  main: Backup;
  /** Null leaves the keys database as it is. */
  keys: Backup | null;
  /** Accounts that were erased, by the notes that are kept beside the checkpoints. */
  erased: string[];
  /** What the access log is held against; checkpoints that are newer than the backup are left out by the caller. */
  log: VerifyOptions;
}
/** Is told of each step as it begins, and of what it found at its end. */
export type Step = <Result>(name: string, work: () => Promise<{ result: Result; found: string }>) => Promise<Result>;

const number = (value: number) => value.toLocaleString("en-US");

/** Brings an empty database to the schema that a backup has, and fills it. */
async function fill(owner: Owner, backup: Backup, folder: string, step: Step): Promise<void> {
  const { database, schema: tag, tables } = backup.manifest;
  await step(`${database}: schema`, async () => {
    const [there] = await owner<{ tables: number }[]>`select count(*)::int as tables from pg_tables where schemaname = 'public'`;
    if (there?.tables !== 0) throw new BackupUnfit(`the ${database} database is not empty: a backup is put back into a new one alone`);
    const done = await withMigrationsUpTo(folder, tag, async (cut) => {
      await applyMigrations(drizzle(owner), { migrationsFolder: cut });
      return true;
    });
    if (!done)
      throw new BackupUnfit(`${backup.directory} has the schema ${tag}, which this release does not know: use the release that took it`);
    return { result: null, found: tag };
  });
  await step(`${database}: rows, checks and foreign keys`, async () => {
    const shape = (list: { name: string; columns: string[] }[]) => JSON.stringify(list.map(({ name, columns }) => [name, columns]));
    const present = await listTables(owner);
    if (shape(present) !== shape(tables)) throw new BackupUnfit(`${backup.directory} has other tables or columns than its schema ${tag}`);
    await loadTables(owner, tables, ({ name }) => rowsOf(backup, name)).catch((thrown: unknown) => {
      throw thrown instanceof RowsRefused ? new BackupUnfit(thrown.message) : thrown;
    });
    return { result: null, found: `${tables.length} tables` };
  });
  await step(`${database}: rows counted`, async () => {
    let all = 0;
    for (const { name, rows } of tables) {
      const counted = await countRows(owner, name);
      if (counted !== rows) throw new BackupUnfit(`the table ${name} has ${counted} rows and should have ${rows}`);
      all += counted;
    }
    return { result: null, found: `${number(all)} rows` };
  });
  await applyMigrations(drizzle(owner), { migrationsFolder: folder });
}

async function keysHeldIn(keysOwner: Owner): Promise<KeysHeld> {
  const keys = await keysOwner<{ id: string; connection: string }[]>`select key_id as id, connection_id as connection from connection_keys`;
  const floors = await keysOwner<{ connection: string; lowest: number }[]>`
    select connection_id as connection, lowest_version as lowest from credential_floors`;
  return {
    keys: new Map(keys.map(({ id, connection }) => [id, connection])),
    floors: new Map(floors.map(({ connection, lowest }) => [connection, lowest])),
  };
}

/**
 * Puts backups back into empty databases: the schema that they had, their rows with every check and foreign key proved, their counts, the
 * access log's chain, then whatever migrations are newer, and what settleRestored sees to. Rights are not given yet: that is the caller's
 * (db/migrate), and until then only the owner can use them. A failure leaves databases that nobody else can use, to be dropped.
 * @throws BackupUnfit that says what does not hold.
 */
export async function restore(into: RestoreInto, { main, keys, erased, log }: RestoreFrom, step: Step): Promise<Settled> {
  if (main.manifest.environment !== environment())
    throw new BackupUnfit(`${main.directory} was taken in ${main.manifest.environment}, and this is ${environment()}`);
  return await asOwner(into.main, (owner) =>
    asOwner(into.keys, async (keysOwner) => {
      await fill(owner, main, migrationsOf(into.db, "main"), step);
      if (keys) await fill(keysOwner, keys, migrationsOf(into.db, "keys"), step);
      else await applyMigrations(drizzle(keysOwner), { migrationsFolder: join(into.db, "keys-migrations") });
      const database = drizzle(owner, { schema });
      await step("access log", async () => {
        const verdict = await verifyLog(
          sourceBy((work) => database.transaction(work)),
          log,
        );
        if (verdict.result === "broken") throw new BackupUnfit(`the access log is broken at place ${verdict.at}: ${verdict.because}`);
        const { sequence = 0, head = "" } = main.manifest.log ?? {};
        if (verdict.last !== sequence || verdict.head !== head)
          throw new BackupUnfit("the access log does not end where the backup's manifest says");
        return { result: null, found: `${number(verdict.lines)} lines, kept checkpoints vouch through ${number(verdict.vouchedThrough)}` };
      });
      return await step("what the backup cannot know", async () => {
        const held = await keysHeldIn(keysOwner);
        const settled = await database.transaction((tx) => settleRestored(tx, held, erased));
        const found = `${settled.erasedAgain} erased again, ${settled.sessionsEnded} sessions ended, ${settled.sealAnew} logins to be sealed anew`;
        return { result: settled, found };
      });
    }),
  );
}
