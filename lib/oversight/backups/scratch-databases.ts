import { randomBytes } from "node:crypto";
import { asOwner } from "@/db/backup/snapshot";
import { completeDatabases } from "@/db/migrate";
import type { RestoreInto } from "@/lib/oversight/backups/restore";

const renamed = (url: string, database: string) => {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
};

/**
 * Runs `work` with two new databases of the same server, which nobody but their owner can connect to, and drops them whatever comes of it.
 * A crash leaves them, under names that begin with holdfast_drill_; the next rehearsal drops those that nobody is connected to.
 */
export async function withScratchDatabases<Result>(of: RestoreInto, work: (scratch: RestoreInto) => Promise<Result>): Promise<Result> {
  const name = `holdfast_drill_${randomBytes(6).toString("hex")}`;
  const names = [`${name}_main`, `${name}_keys`];
  return await asOwner(of.main, async (owner) => {
    const left = await owner<{ name: string }[]>`
      select datname as name from pg_database d where starts_with(datname, 'holdfast_drill_') and pg_get_userbyid(datdba) = current_user
        and not exists (select 1 from pg_stat_activity a where a.datid = d.oid)`;
    for (const database of left) await owner`DROP DATABASE IF EXISTS ${owner(database.name)}`;
    try {
      for (const database of names) {
        await owner`CREATE DATABASE ${owner(database)} TEMPLATE template0`;
        await owner`REVOKE ALL ON DATABASE ${owner(database)} FROM PUBLIC`;
      }
      return await work({ ...of, main: renamed(of.main, `${name}_main`), keys: renamed(of.keys, `${name}_keys`) });
    } finally {
      for (const database of names) await owner`DROP DATABASE IF EXISTS ${owner(database)} WITH (FORCE)`;
    }
  });
}

/** Gives scratch databases the job store and the rights that real ones have, without letting anybody connect. */
export async function giveRights({ main, keys, db }: RestoreInto): Promise<void> {
  await asOwner(main, (owner) => asOwner(keys, (keysOwner) => completeDatabases(owner, keysOwner, { url: main, folder: db })));
}
