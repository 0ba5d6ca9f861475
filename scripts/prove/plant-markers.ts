import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Sql } from "postgres";
import { logFileOf } from "@/scripts/world/launch-program";
import type { World } from "@/scripts/world/start-world";

/** Where a marker is put by hand, as the control names that place; how, each in another spelling; and how it is taken away. */
interface Planting {
  named: string;
  plant: () => unknown;
  takeAway: () => unknown;
}

/** A marker in each kind of place of a running world. `sql` is the main database and `keys` that of the keys, both past all rights. */
export function plantings(world: World, { sql, keys }: { sql: Sql; keys: Sql }, marker: string): Planting[] {
  const base64 = Buffer.from(`x${marker}`).toString("base64");
  const packed = gzipSync(`before ${marker} after`).toString("base64");
  const webLog = logFileOf(world.home, "web");
  return [
    {
      named: "public.activity",
      plant: () =>
        sql`insert into activity (id, account_id, at, kind, facts) select gen_random_uuid(), id, now(), 'polled', ${sql.json({ note: base64 })} from accounts limit 1`,
      takeAway: () => sql`delete from activity where facts ? 'note'`,
    },
    {
      named: "pgboss.job_common",
      plant: () =>
        sql`insert into pgboss.job (name, data, start_after) values ('send-mail', ${sql.json({ id: packed })}, now() + interval '100 years')`,
      takeAway: () => sql`delete from pgboss.job where data->>'id' = ${packed}`,
    },
    {
      named: "public.connection_keys",
      plant: () =>
        keys`insert into connection_keys (key_id, connection_id, wrapped, root_key_id, created_at, superseded_at)
          values (${marker}, gen_random_uuid(), '', 'none', now(), now())`,
      takeAway: () => keys`delete from connection_keys where key_id = ${marker}`,
    },
    {
      named: "the log web.log",
      plant: () => appendFileSync(webLog, `${Buffer.from(marker).toString("hex")}\n`),
      takeAway: () => writeFileSync(webLog, readFileSync(webLog, "utf8").replace(`${Buffer.from(marker).toString("hex")}\n`, "")),
    },
    {
      named: "mails of the kind control-fails",
      plant: () =>
        sql`insert into outbox (id, template, facts, given_up_at)
          values (gen_random_uuid(), 'control-fails', ${sql.json({ check: "none", about: "Planted", result: "fails", seen: marker })}, now())`,
      takeAway: () => sql`delete from outbox where template = 'control-fails' and facts->>'about' = 'Planted'`,
    },
    {
      named: "the metrics",
      plant: async () => {
        await sql`insert into pgboss.queue
          (name, policy, retry_limit, retry_delay, retry_backoff, expire_seconds, retention_seconds, deletion_seconds, partition, table_name)
          values (${marker}, 'standard', 0, 0, false, 60, 60, 60, false, 'job_common')`;
        await sql`insert into pgboss.job (name, start_after) values (${marker}, now() + interval '100 years')`;
      },
      takeAway: async () => {
        await sql`delete from pgboss.job where name = ${marker}`;
        await sql`delete from pgboss.queue where name = ${marker}`;
      },
    },
  ];
}
