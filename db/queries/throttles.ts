import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { throttles } from "@/db/schema";

export type Pace = {
  /** Attempts that fail without any wait. */
  free: number;
  /** The longest wait; each further failure doubles it from one second. */
  longestSeconds: number;
  /** After this long without an attempt, earlier failures are forgotten. */
  forgetSeconds: number;
};

/**
 * Counts an attempt as failed before it is made, in one statement, so that attempts in parallel cannot outrun the count.
 * Returns how many failures that makes; null, and counts nothing, while the bucket has to wait.
 */
export async function countAttempt(tx: Tx, key: string, pace: Pace, at: Date): Promise<number | null> {
  const moment = sql`${at.toISOString()}::timestamptz`;
  const failures = sql`(case when throttles.last_failed_at < ${moment} - ${pace.forgetSeconds} * interval '1 second' then 1 else throttles.failures + 1 end)`;
  const wait = (count: typeof failures) =>
    sql`(case when ${count} <= ${pace.free} then 0 else least(power(2, least(${count} - ${pace.free} - 1, 30)), ${pace.longestSeconds}) end) * interval '1 second'`;
  const [row] = await tx.execute<{ failures: number }>(sql`
    insert into throttles (key, failures, last_failed_at, blocked_until)
    values (${key}, 1, ${moment}, ${moment} + ${wait(sql`1`)})
    on conflict (key) do update
      set failures = ${failures}, last_failed_at = ${moment}, blocked_until = ${moment} + ${wait(failures)}
      where throttles.blocked_until <= ${moment}
    returning failures`);
  return row?.failures ?? null;
}

/** When a bucket may be tried again; null when it has no entry. */
export async function blockedUntil(tx: Tx, key: string): Promise<Date | null> {
  const [row] = await tx.select({ until: throttles.blockedUntil }).from(throttles).where(eq(throttles.key, key));
  return row?.until ?? null;
}

export async function clearBucket(tx: Tx, key: string): Promise<void> {
  await tx.delete(throttles).where(eq(throttles.key, key));
}

/**
 * Takes back one counted attempt, which turned out well. The wait that it caused goes only if nobody has failed since,
 * so that succeeding now and then does not buy failures.
 */
export async function forgiveAttempt(tx: Tx, key: string, counted: number): Promise<void> {
  await tx
    .update(throttles)
    .set({
      failures: sql`${throttles.failures} - 1`,
      blockedUntil: sql`case when ${throttles.failures} = ${counted} then ${throttles.lastFailedAt} else ${throttles.blockedUntil} end`,
    })
    .where(and(eq(throttles.key, key), sql`${throttles.failures} > 0`));
}
