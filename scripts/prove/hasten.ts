import type { Sql } from "postgres";

/** How many acceptances are looked at again at once: those that have waited longest. All of them at once would keep the workers from all else. */
const mostLooks = 25;

/**
 * Lets time pass where only time is waited for: what the engine has put off for longer than `seconds` is due now. It changes when things
 * are tried again, never what is known of them. A row that somebody has in hand is left alone, so that nobody waits for this.
 */
export async function hasten(sql: Sql, seconds: number): Promise<void> {
  const late = sql`now() + ${seconds} * interval '1 second'`;
  await sql`update connections set next_poll_at = now() where id in
    (select id from connections where state in ('working', 'unreachable') and next_poll_at > ${late} for update skip locked)`;
  await sql`update intents set next_attempt_at = now() where id in
    (select id from intents where settled_at is null and next_attempt_at > ${late} for update skip locked)`;
  await sql`update acceptances set next_look_at = now() where id in
    (select id from acceptances where next_look_at > ${late} order by next_look_at limit ${mostLooks} for update skip locked)`;
  await sql`update charges set next_attempt_at = now() where acceptance_id in
    (select acceptance_id from charges where state = 'due' and next_attempt_at > ${late} for update skip locked)`;
  await sql`update credits set next_attempt_at = now() where acceptance_id in
    (select acceptance_id from credits where state = 'due' and next_attempt_at > ${late} for update skip locked)`;
  await sql`update platform_permits set paused_until = null where platform in
    (select platform from platform_permits where paused_until > ${late} for update skip locked)`;
}
