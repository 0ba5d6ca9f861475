import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import postgres from "postgres";
import type { Tx } from "@/db/client";
import { type Queue, queues } from "@/db/queues";
import { databaseUrl } from "@/lib/base/env";
import { describeError, log } from "@/lib/base/log";
import { withRequestId } from "@/lib/base/request-id";

const schema = "pgboss";
/** A job whose process died is given up after this and may be fetched anew; the sweep makes sure of it sooner. */
const expireInSeconds = 120;
/** Each job is announced. This is for while the connection that hears it is being made anew, which can take several tries. */
const unannouncedSeconds = 2;
/** While the database restarts, every worker of every queue fails: said once in this time. */
const complainEveryMs = 60_000;

let sender: { url: string; boss: PgBoss; client: postgres.Sql } | null = null;

/** Sends within others' transactions; reads only the queues' settings on a connection of its own, which Drizzle has not altered. */
function bossForSending(): PgBoss {
  const url = databaseUrl("worker");
  if (sender?.url !== url) {
    const client = postgres(url, { max: 1, idle_timeout: 60, onnotice: () => undefined });
    const executeSql = async (text: string, values: unknown[] = []) => ({
      rows: await client.unsafe(text, values as postgres.ParameterOrJSON<never>[]),
    });
    sender = { url, client, boss: new PgBoss({ db: { executeSql }, schema, migrate: false, supervise: false, schedule: false }) };
  }
  return sender.boss;
}

/** Closes the connection that sending opened. */
export async function closeJobs(): Promise<void> {
  const open = sender;
  sender = null;
  await open?.client.end({ timeout: 5 });
}

/** One that waits about a row is enough, and none is tried again: the row itself stays due. */
const wakeUp = (id: string) => ({ singletonKey: id, expireInSeconds, retryLimit: 0 });

/** Queues a wake-up about a row, in the caller's transaction: it exists exactly when the change that needs it does. `requestId` is of the request to web that caused it. */
export async function enqueue(tx: Tx, queue: Queue, id: string, requestId: string | null = null): Promise<void> {
  await bossForSending().send(queue, requestId === null ? { id } : { id, requestId }, { db: fromDrizzle(tx, sql), ...wakeUp(id) });
}

/** Queues a wake-up about each of many rows, in one statement; those that wait already stay as they are. In one order, so that no two of these wait for each other for good. */
export async function enqueueAll(tx: Tx, queue: Queue, ids: string[]): Promise<void> {
  const jobs = ids.toSorted().map((id) => ({ data: { id }, ...wakeUp(id) }));
  await bossForSending().insert(queue, jobs, { db: fromDrizzle(tx, sql) });
}

export type JobHandler = (id: string) => Promise<void>;

/**
 * One after another, the jobs of a queue. pg-boss waits between two of them as long as after having found none, unless the worker is told
 * that there are more: each tells itself, and so looks once more than there are jobs.
 */
async function takeSeat(boss: PgBoss, queue: Queue, handle: JobHandler): Promise<void> {
  let worker: string | null = null;
  worker = await boss.work<{ id: string; requestId?: string }>(
    queue,
    { batchSize: 1, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: unannouncedSeconds },
    async ([job]) => {
      if (!job) return;
      const { id, requestId } = job.data;
      const work = async () => {
        try {
          await handle(id);
        } catch (thrown) {
          log.error("job failed", { queue, id, ...describeError(thrown) });
          throw thrown;
        } finally {
          if (worker !== null) boss.notifyWorker(worker);
        }
      };
      await (requestId ? withRequestId(requestId, work) : work());
    },
  );
}

/**
 * Starts working the queues. A handler that throws is logged; its row stays due, and the sweep brings it back.
 * @returns a function that stops fetching and waits for the jobs in hand, at most ten seconds.
 */
export async function startJobs(handlers: Record<Queue, JobHandler>, concurrency: Record<Queue, number>): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    connectionString: databaseUrl("worker"),
    application_name: "holdfast worker jobs",
    schema,
    migrate: false,
    schedule: false,
    useListenNotify: true,
    max: 8,
  });
  let complainedAt = 0;
  boss.on("error", (error) => {
    if (Date.now() - complainedAt < complainEveryMs) return;
    complainedAt = Date.now();
    log.warn("job store unreachable", describeError(error));
  });
  await boss.start();
  for (const queue of queues) for (let seats = concurrency[queue]; seats > 0; seats -= 1) await takeSeat(boss, queue, handlers[queue]);
  return async () => {
    await boss.stop({ graceful: true, timeout: 10_000 });
  };
}
