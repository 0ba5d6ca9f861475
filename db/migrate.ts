import { readFile } from "node:fs/promises";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { PgBoss } from "pg-boss";
import postgres from "postgres";
import { assertMigratable, markInstallation } from "@/db/installation";
import { grantPurge } from "@/db/purge-rights";
import { noteExpectedRights } from "@/db/queries/rights";
import { queues } from "@/db/queues";
import { restrictConnect } from "@/db/restrict-connect";

export interface MigrateSettings {
  DATABASE_URL: string;
  KEYS_OWNER_DATABASE_URL: string;
  WEB_DATABASE_URL: string;
  WORKER_DATABASE_URL: string;
  PURGE_DATABASE_URL: string;
}

const loginRoles = {
  holdfast_web: "WEB_DATABASE_URL",
  holdfast_worker: "WORKER_DATABASE_URL",
  holdfast_purge: "PURGE_DATABASE_URL",
} as const;

const quiet = { max: 1, onnotice: () => undefined } as const;
const databaseOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1));

/** Makes the roles, or sets their passwords anew. Idempotent; one at a time, because roles belong to the whole server. */
export async function makeRoles(owner: postgres.Sql, settings: MigrateSettings): Promise<void> {
  await owner.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('holdfast roles', 0))`;
    const existing = new Set((await tx<{ name: string }[]>`select rolname as name from pg_roles`).map((role) => role.name));
    for (const [role, setting] of Object.entries(loginRoles)) {
      const url = new URL(settings[setting]);
      if (decodeURIComponent(url.username) !== role) throw new Error(`${setting} must log in as ${role}`);
      const [statement] = await tx<{ text: string }[]>`
        select format(${`${existing.has(role) ? "ALTER" : "CREATE"} ROLE ${role} LOGIN PASSWORD %L`}, ${decodeURIComponent(url.password)}::text) as text`;
      if (statement) await tx.unsafe(statement.text);
    }
    for (const role of ["holdfast_lookup", "holdfast_log", "holdfast_backup"]) {
      if (!existing.has(role)) await tx.unsafe(`CREATE ROLE ${role} NOLOGIN`);
      await tx.unsafe(`GRANT ${role} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE`);
    }
  });
}

async function makeQueues(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: "pgboss", supervise: false, schedule: false, max: 2 });
  await boss.start();
  for (const queue of queues) {
    if (!(await boss.getQueue(queue)))
      await boss.createQueue(queue, { policy: "short", notify: true, retryLimit: 0, deleteAfterSeconds: 3_600 });
  }
  await boss.stop({ graceful: false });
}

/** The mark, the job store and everybody's rights: what databases need besides their tables. The roles are there. */
export async function completeDatabases(
  owner: postgres.Sql,
  keysOwner: postgres.Sql,
  { url, folder }: { url: string; folder: string },
): Promise<void> {
  await markInstallation(owner, keysOwner);
  await makeQueues(url);
  const rights = await readFile(path.join(folder, "rights.sql"), "utf8");
  const keysRights = await readFile(path.join(folder, "keys-rights.sql"), "utf8");
  await owner.begin(async (tx) => {
    await tx.unsafe(rights).simple();
    await grantPurge(tx);
    await tx.unsafe(noteExpectedRights).simple();
  });
  await keysOwner.begin((tx) => tx.unsafe(keysRights).simple());
}

/**
 * Brings both databases to this version: roles, tables, mark, job store, rights; those of another environment it leaves
 * untouched. Run as their owner, who needs CREATEROLE. Safe to run again and while the service runs; a crash half-way is completed by the next run.
 * @param folder where db/ lies; the current directory by default.
 */
export async function migrate(settings: MigrateSettings, folder = path.resolve("db")): Promise<void> {
  const owner = postgres(settings.DATABASE_URL, quiet);
  const keysOwner = postgres(settings.KEYS_OWNER_DATABASE_URL, quiet);
  try {
    await assertMigratable(owner, keysOwner);
    await makeRoles(owner, settings);
    await applyMigrations(drizzle(owner), { migrationsFolder: path.join(folder, "migrations") });
    await applyMigrations(drizzle(keysOwner), { migrationsFolder: path.join(folder, "keys-migrations") });
    await completeDatabases(owner, keysOwner, { url: settings.DATABASE_URL, folder });
    await restrictConnect(owner, databaseOf(settings.DATABASE_URL), databaseOf(settings.KEYS_OWNER_DATABASE_URL));
  } finally {
    await Promise.all([owner.end(), keysOwner.end()]);
  }
}
