import { sql } from "drizzle-orm";
import type { KeysDb, Tx } from "@/db/client";

/** What controls count. Numbers and shapes only; nothing of what a row says of a person comes back. */
async function one<Row extends Record<string, unknown>>(tx: Tx, query: ReturnType<typeof sql>): Promise<Row> {
  const [row] = await tx.execute(query);
  if (!row) throw new Error("a count returned no row");
  return row as Row;
}

/** Accounts, and those of them that have redeemed no invite. */
export const countUninvited = (tx: Tx) =>
  one<{ accounts: number; uninvited: number }>(
    tx,
    sql`select count(*)::int as accounts,
      count(*) filter (where not exists (select 1 from invites i where i.redeemed_by = a.id and i.redeemed_at is not null))::int as uninvited from accounts a`,
  );

export type HiddenCount = { name: "password" | "authenticator" | "staff"; label: string; number: number };
/** Shapes and numbers of what the worker cannot read: password hashes by parameters, authenticators by form, staff by whether they have a factor. */
export async function countHidden(tx: Tx): Promise<HiddenCount[]> {
  return await tx.execute<HiddenCount>(sql`select name, label, number::int from lookup.control_counts()`);
}

/** What suspended, terminated and erased accounts still have: sessions that answer, connections that are watched. */
export const countLeftAccess = (tx: Tx, at: Date) =>
  one<{ accounts: number; sessions: number; connections: number }>(
    tx,
    sql`select (select count(*)::int from accounts where state <> 'active') as accounts,
      (select count(*)::int from sessions s join accounts a on a.id = s.account_id where a.state <> 'active' and s.ended_at is null
        and s.expires_at > ${at.toISOString()}::timestamptz and s.seen_at + s.idle_seconds * interval '1 second' > ${at.toISOString()}::timestamptz) as sessions,
      (select count(*)::int from connections c join accounts a on a.id = c.account_id where a.state in ('terminated', 'erased') and c.unlinked_at is null) as connections`,
  );

/** Invoices of which something was given back, and those of them of which more was than was paid. */
export const countOverpaidRefunds = (tx: Tx) =>
  one<{ invoices: number; over: number }>(
    tx,
    sql`select count(*)::int as invoices, count(*) filter (where total > paid)::int as over from (
      select i.amount_paid_cents as paid, sum(r.amount_cents) as total from refunds r join invoices i on i.id = r.invoice_id
      where r.state <> 'refused' group by i.id, i.amount_paid_cents) each`,
  );

/** Living sessions, and those whose limits go beyond what any session may have. */
export const countSessions = (tx: Tx, at: Date, { idleSeconds, longestMs }: { idleSeconds: number; longestMs: number }) =>
  one<{ sessions: number; beyond: number }>(
    tx,
    sql`select count(*)::int as sessions, count(*) filter (where idle_seconds > ${idleSeconds} or idle_seconds <= 0
        or expires_at > created_at + ${longestMs} * interval '1 millisecond' + interval '1 minute')::int as beyond
      from sessions where ended_at is null and expires_at > ${at.toISOString()}::timestamptz`,
  );

/** Sealed platform logins, page by page: what is looked at is each one's header. */
export async function sealedAfter(tx: Tx, connectionId: string | null, limit: number): Promise<{ connectionId: string; jwe: string }[]> {
  return await tx.execute<{ connectionId: string; jwe: string }>(
    sql`select connection_id as "connectionId", jwe from credentials where ${connectionId}::uuid is null or connection_id > ${connectionId}::uuid
      order by connection_id limit ${limit}`,
  );
}

/** Columns that hold what is encrypted, whose values do not look so: calendars' addresses and orders' numbers. */
export const countUnsealed = (tx: Tx) =>
  one<{ values: number; open: number }>(
    tx,
    sql`select count(*)::int as values, count(*) filter (where not sealed)::int as open from (
      select external_cipher ~ '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{39,}$' as sealed from acceptances where external_cipher is not null
      union all select external_cipher ~ '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{39,}$' from intents where external_cipher <> ''
      union all select external_cipher ~ '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{39,}$' from offer_details
      union all select sealed_address ~ '^eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]{16}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{22}$' from calendars) each`,
  );

/** Columns of a schema's tables, as "table.column". */
export async function liveColumns(on: Tx | KeysDb, schema = "public"): Promise<string[]> {
  const rows = await on.execute<{ name: string }>(
    sql`select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = ${schema}::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
  );
  return rows.map(({ name }) => name);
}

/** Rules of the retention table of which rows are still there although their time was up so many hours ago. */
export async function rulesPastTheirTime(tx: Tx, graceHours: number): Promise<string[]> {
  const rows = await tx.execute<{ rule: string }>(sql`select rule from lookup.rules_past_their_time(${graceHours} * interval '1 hour')`);
  return rows.map(({ rule }) => rule);
}

/** Who may connect to a database, of the roles that must not. Null when there is no such database on this server. */
export async function mayConnect(tx: Tx, database: string): Promise<{ web: boolean; purge: boolean; everybody: boolean } | null> {
  const [row] = await tx.execute<{ web: boolean; purge: boolean; everybody: boolean }>(
    sql`select has_database_privilege('holdfast_web', oid, 'connect') as web, has_database_privilege('holdfast_purge', oid, 'connect') as purge,
        exists (select 1 from aclexplode(coalesce(datacl, acldefault('d', datdba))) where grantee = 0 and privilege_type = 'CONNECT') as everybody
      from pg_database where datname = ${database}`,
  );
  return row ?? null;
}

/** How the duties of incidents, drills included, and of reports stand: how many there are, and how many are late. */
export const countIncidentDuties = (tx: Tx, at: Date) =>
  one<
    Record<
      "incidents" | "uncontained" | "reports" | "unseen" | "findings" | "untold" | "filings" | "lateFilings" | "actions" | "lateActions",
      number
    >
  >(
    tx,
    sql`with moment as (select ${at.toISOString()}::timestamptz as at)
      select (select count(*)::int from incidents) as incidents,
        (select count(*)::int from incidents, moment m where contained_at is null and resolved_at is null and closed_at is null and discovered_at < m.at - interval '1 day') as uncontained,
        (select count(*)::int from public_reports) as reports,
        (select count(*)::int from public_reports, moment m where looked_at is null and due_at < m.at) as unseen,
        (select count(*)::int from affected_findings) as findings,
        (select count(*)::int from affected_findings f join incidents i on i.id = f.incident_id, moment m
          where f.members > 0 and i.closed_at is null and i.discovered_at < m.at - interval '72 hours'
            and not exists (select 1 from incident_notices n where n.finding_id = f.id and n.state = 'sent')) as untold,
        (select count(*)::int from incident_filings) as filings,
        (select count(*)::int from incident_filings, moment m where state = 'due' and due_at < m.at) as "lateFilings",
        (select count(*)::int from corrective_actions) as actions,
        (select count(*)::int from corrective_actions, moment m where done_at is null and due_at < m.at) as "lateActions"`,
  );

/** What the function does by which row security asks a session of staff for its role. */
export async function staffRoleSource(tx: Tx): Promise<string> {
  const { source } = await one<{ source: string }>(
    tx,
    sql`select prosrc as source from pg_proc where oid = 'lookup.staff_role()'::regprocedure`,
  );
  return source;
}
