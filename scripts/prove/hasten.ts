import type { Sql } from "postgres";

/**
 * Lets time pass where only time is waited for: what the engine has put off for longer than `seconds` is due now. It changes when things
 * are tried again, never what is known of them.
 */
export async function hasten(sql: Sql, seconds: number): Promise<void> {
  const late = sql`now() + ${seconds} * interval '1 second'`;
  await sql`update connections set next_poll_at = now()
    where state in ('working', 'unreachable') and next_poll_at > ${late}`;
  await sql`update intents set next_attempt_at = now() where settled_at is null and next_attempt_at > ${late}`;
  await sql`update acceptances set next_look_at = now() where next_look_at > ${late}`;
  await sql`update charges set next_attempt_at = now() where state = 'due' and next_attempt_at > ${late}`;
  await sql`update credits set next_attempt_at = now() where state = 'due' and next_attempt_at > ${late}`;
  await sql`update platform_permits set paused_until = null where paused_until > ${late}`;
}
