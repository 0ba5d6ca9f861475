import { sql } from "drizzle-orm";
import type { KeysDb, Tx } from "@/db/client";

/** A job that carries a text. For a transaction that is never committed: nobody takes it up. */
export async function plantInJobs(tx: Tx, text: string): Promise<void> {
  await tx.execute(sql`insert into pgboss.job (name, data) values ('send-mail', ${JSON.stringify({ id: text })}::jsonb)`);
}

/** A root key of that name. For a transaction that is never committed. @param version below zero, where no real one is */
export async function plantInKeys(on: Pick<KeysDb, "execute">, text: string, version: number): Promise<void> {
  await on.execute(sql`insert into root_keys (key_id, version, proof, made_at) values (${text}, ${version}, '', now())`);
}

/** Queues of these names, each with a job that is due in a century, so that the metrics have a series of each. */
export async function plantQueues(tx: Tx, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await tx.execute(sql`insert into pgboss.queue
      (name, policy, retry_limit, retry_delay, retry_backoff, expire_seconds, retention_seconds, deletion_seconds, partition, table_name)
      values (${name}, 'planted', 0, 0, false, 60, 60, 60, false, 'job_common')`);
    await tx.execute(sql`insert into pgboss.job (name, start_after) values (${name}, now() + interval '100 years')`);
  }
}

/** Takes away every queue that was so planted with its jobs, those that a crash has left included. */
export async function uprootQueues(tx: Tx): Promise<void> {
  await tx.execute(sql`delete from pgboss.job where name in (select name from pgboss.queue where policy = 'planted')`);
  await tx.execute(sql`delete from pgboss.queue where policy = 'planted'`);
}
