import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { throttles } from "@/db/schema";

export type Pace = {
  /** Attempts that fail without any wait; one at least. */
  free: number;
  /** How long it takes to forget one failure. */
  drainSeconds: number;
  /** The longest wait; each further failure doubles it from one second. */
  longestSeconds: number;
};

/** Failures beyond the free ones that are remembered: whatever was done to a bucket, it is forgotten after `free + 20` drains. */
const mostBeyondFree = 20;
/** In drains: a clock that runs behind by less than this does not take one failure for two. */
const clockTolerance = 0.1;
const seconds = (count: number) => sql`(${count}::float8 * interval '1 second')`;
const moment = (at: Date) => sql`${at.toISOString()}::timestamptz`;

/** `blocked_until` of a bucket that need not wait: no clock, however late, reads it as a wait. */
const noWait = sql`to_timestamp(0)`;

/**
 * Counts an attempt as failed before it is made, in one statement, so that attempts in parallel cannot outrun the count.
 * Returns until when the next attempt has to wait (1970 when it need not); null, and counts nothing, while the bucket waits.
 */
export async function countAttempt(tx: Tx, key: string, pace: Pace, at: Date): Promise<Date | null> {
  const { free, drainSeconds, longestSeconds } = pace;
  const drain = seconds(drainSeconds);
  const most = seconds(drainSeconds * (free + mostBeyondFree));
  const forgotten = sql`least(greatest(throttles.forgotten_at, ${moment(at)}) + ${drain}, ${moment(at)} + ${most})`;
  const beyond = sql`(ceil(extract(epoch from ${forgotten} - ${moment(at)}) / ${drainSeconds}::numeric - ${clockTolerance}::numeric) - ${free}::numeric)`;
  const wait = sql`least(power(2, ${beyond} - 1), ${longestSeconds}::numeric) * interval '1 second'`;
  const [row] = await tx.execute<{ until: string }>(sql`
    insert into throttles (key, forgotten_at, blocked_until)
    values (${key}, ${moment(at)} + ${drain}, ${noWait})
    on conflict (key) do update
      set forgotten_at = ${forgotten}, blocked_until = case when ${beyond} > 0 then ${moment(at)} + ${wait} else ${noWait} end
      where throttles.blocked_until <= ${moment(at)}
    returning blocked_until as until`);
  return row ? new Date(row.until) : null;
}

/** When a bucket may be tried again; null when it has no entry. */
export async function blockedUntil(tx: Tx, key: string): Promise<Date | null> {
  const [row] = await tx.select({ until: throttles.blockedUntil }).from(throttles).where(eq(throttles.key, key));
  return row?.until ?? null;
}

/**
 * Takes back one counted attempt, which turned out well. The wait that it caused, until `counted`, goes only if nobody has failed since,
 * so that succeeding now and then does not buy failures.
 */
export async function forgiveAttempt(tx: Tx, key: string, pace: Pace, counted: Date): Promise<void> {
  await tx
    .update(throttles)
    .set({
      forgottenAt: sql`${throttles.forgottenAt} - ${seconds(pace.drainSeconds)}`,
      blockedUntil: sql`case when ${throttles.blockedUntil} = ${moment(counted)} then ${noWait} else ${throttles.blockedUntil} end`,
    })
    .where(eq(throttles.key, key));
}

/** Deletes up to `most` rows that say nothing any more. Waits for no row that somebody else holds. */
export async function sweepThrottles(tx: Tx, most: number, at: Date): Promise<void> {
  await tx.execute(sql`
    delete from throttles where key in (
      select key from throttles where forgotten_at <= ${moment(at)} and blocked_until <= ${moment(at)}
      order by forgotten_at limit ${most} for update skip locked)`);
}
