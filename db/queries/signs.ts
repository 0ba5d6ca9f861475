import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { firstIdAt } from "@/lib/base/ids";

/** What is counted as it happens. Web counts failed logins, the worker calls. */
const countedKinds = ["login_failed", "call_well", "call_failed"] as const;
export type CountedKind = (typeof countedKinds)[number];
export interface Counted {
  kind: CountedKind;
  network: string;
  object: string;
  count: number;
}

/** Adds to the count of the present minute. */
export async function countSign(tx: Tx, { kind, network, object, count }: Counted): Promise<void> {
  await tx.execute(sql`select lookup.count_sign(${kind}, ${network}, ${object}, ${count})`);
}

/** Of each kind: enough for a flood to show, of which more would only say so again; and a flood of one kind hides no other. */
const most = 50_000;
const moment = (at: Date) => sql`${at.toISOString()}::timestamptz`;
export type SignRow = { kind: string; at: Date; network: string; subject: string; object: string; count: number };

/** The newest of each kind. Each query gives kind, at, network, subject, object and count, in this order. */
async function newestOfEach(tx: Tx, kinds: readonly ReturnType<typeof sql>[]): Promise<SignRow[]> {
  const limited = kinds.map(
    (query) => sql`(select * from (${query}) as of_a_kind (kind, at, network, subject, object, count) order by at desc limit ${most})`,
  );
  const rows = await tx.execute<Omit<SignRow, "at"> & { at: string }>(sql.join(limited, sql` union all `));
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** What was counted since a moment: signs, and of the refusals those beyond a limit and those of webhooks. */
export async function countedSince(tx: Tx, since: Date): Promise<SignRow[]> {
  const counted = (kind: string) =>
    sql`select kind, minute as at, network, '' as subject, object, count from signs where minute >= ${moment(since)} and kind = ${kind}`;
  const refused = (kind: string, refusals: ReturnType<typeof sql>) =>
    sql`select ${kind}::text as kind, minute as at, network, '' as subject, split_part(refusal, '_', 1) as object, count
          from refusal_counts where minute >= ${moment(since)} and ${refusals}`;
  return await newestOfEach(tx, [
    ...countedKinds.map(counted),
    refused("limited", sql`refusal = 'http_429'`),
    refused("webhook_refused", sql`refusal ~ '^(stripe|platforms)_4'`),
  ]);
}

/**
 * What the access log tells: logins per minute; each look of staff at a member; how many members lists and exports showed staff, by the minute
 * in which each was shown first, since one export can name everybody; what logged-in accounts were refused; each opening, whose actor and reason are in `network`,
 * since an opening comes from none. Lines are found by their ids, which begin with the time.
 */
export async function loggedSince(tx: Tx, since: Date): Promise<SignRow[]> {
  const from = firstIdAt(since);
  return await newestOfEach(tx, [
    sql`select 'login' as kind, date_trunc('minute', at) as at, '' as network, '' as subject, '' as object, count(*)::int as count
          from access_lines where id >= ${from} and at >= ${moment(since)} and act = 'session.start' and reason in ('login', 'passkey') group by 2`,
    sql`select 'staff_read', max(at), '', substr(actor, 7), subject::text, count(*)::int from access_lines
          where id >= ${from} and at >= ${moment(since)} and act like '%.look' and actor like 'staff:%' and subject is not null
          group by actor, subject`,
    sql`select 'staff_listed', max(first), '', substr(actor, 7), '', count(*)::int from (
            select actor, subject, min(at) as first from access_lines
              where at >= ${moment(since)} and act = 'account.list' and actor like 'staff:%' and subject is not null group by actor, subject
          ) shown group by actor, date_trunc('minute', first)`,
    sql`select 'opening', max(at), actor || ' ' || reason, coalesce(subject::text, ''), substr(object, 12), count(*)::int from access_lines
          where id >= ${from} and at >= ${moment(since)} and act = 'credential.open' group by actor, reason, subject, object, date_trunc('minute', at)`,
    sql`select 'refused', max(at), '', split_part(actor, ':', 2), '', count(*)::int from access_lines
          where id >= ${from} and at >= ${moment(since)} and act = 'request.refuse' and actor ~ '^(member|staff):' and reason in ('forbidden', 'not_found')
          group by actor, date_trunc('minute', at)`,
  ]);
}

/**
 * What sessions tell: each account that is in use from several networks since `inUseSince`, and each login of staff since `since` from a
 * browser or a network that none of the account's earlier logins had.
 */
export async function sessionsSince(tx: Tx, since: Date, inUseSince: Date): Promise<SignRow[]> {
  return await newestOfEach(tx, [
    sql`select 'in_use' as kind, max(s.seen_at) as at, s.network, s.account_id::text as subject, '' as object, count(*)::int as count
          from sessions s where s.ended_at is null and s.assurance <> 'pending' and s.seen_at > ${moment(inUseSince)}
            and s.account_id in (select account_id from sessions where ended_at is null and assurance <> 'pending'
              and seen_at > ${moment(inUseSince)} group by account_id having count(distinct network) > 1)
          group by s.network, s.account_id`,
    sql`select 'staff_new_place', s.created_at, s.network, s.account_id::text, '', 1
          from sessions s join accounts a on a.id = s.account_id and a.role is not null
          cross join lateral (select count(*) as logins, count(*) filter (where e.network = s.network) as networks,
                count(*) filter (where e.device_id = s.device_id) as browsers
              from sessions e where e.account_id = s.account_id and e.assurance <> 'pending' and e.created_at < s.created_at) as before
          where s.created_at > ${moment(since)} and s.assurance = 'factor'
            and before.logins > 0 and (before.networks = 0 or before.browsers = 0)`,
  ]);
}
