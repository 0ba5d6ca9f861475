import { randomUUID } from "node:crypto";
import type postgres from "postgres";

/** How many rows each list is given: more than a page has. */
export const many = 30;

/** A drill with one question that names the accounts: what the list of affected members is about. */
export const [incidentId, findingId] = [randomUUID(), randomUUID()];

type Given = { sql: postgres.Sql; owner: string };
const long = "now() - interval '60 days'";

/**
 * For each list, by its address, rows of its own that nothing else is made of: ended, closed, revoked, long past. Nobody is mailed, no alarm
 * rises and nothing public changes by them. The accounts are suspended ones.
 */
export const givenRows: Record<string, (given: Given) => Promise<unknown>> = {
  "/operator/members": async ({ sql }) => {
    await sql`insert into accounts (id, email, state, role)
      select uuidv7(), 'listed-' || n || '@long.example', 'suspended', 'support' from generate_series(1, ${many}) n`;
  },
  "/operator/staff": async () => undefined,
  "/operator/invites": ({ sql }) => sql`insert into invites (id, email, invited_by, created_at, expires_at, revoked_at)
    select uuidv7(), 'invited-' || n || '@long.example', 'host:test', ${sql.unsafe(long)}, ${sql.unsafe(long)}, ${sql.unsafe(long)}
    from generate_series(1, ${many}) n`,
  "/operator/invites/asks": ({ sql }) => sql`insert into invite_asks (id, email, created_at)
    select uuidv7(), 'asked-' || n || '@long.example', ${sql.unsafe(long)} from generate_series(1, ${many}) n`,
  "/operator/reports": ({ sql, owner }) => sql`insert into reports (id, account_id, created_at, handled_at, handled_by)
    select uuidv7(), id, ${sql.unsafe(long)}, now(), ${owner} from accounts where email like 'listed-%@long.example'`,
  "/operator/reports/outside": ({ sql, owner }) => sql`
    insert into public_reports (id, kind, text, secret_hash, created_at, due_at, state, outcome, looked_at, closed_at, handled_by)
    select uuidv7(), 'vulnerability', 'Number ' || n, 'none', ${sql.unsafe(long)}, ${sql.unsafe(long)}, 'closed', 'unfit', now(), now(), ${owner}
    from generate_series(1, ${many}) n`,
  "/operator/resets": ({ sql }) => sql`insert into factor_resets (id, account_id, created_at, cancelled_at)
    select uuidv7(), id, ${sql.unsafe(long)}, now() from accounts where email like 'listed-%@long.example'`,
  "/operator/anomalies": ({ sql }) => sql`
    insert into anomalies (id, rule, key, measured, networks, first_at, last_at, state, closed_at, closed_by)
    select uuidv7(), 'mass-reads', 'long-' || n, '{}', '{}', ${sql.unsafe(long)}, ${sql.unsafe(long)}, 'closed', now(), 'host:test'
    from generate_series(1, ${many}) n`,
  "/operator/blocks": ({ sql }) => sql`insert into blocks (id, network, reason, made_by, created_at, until)
    select uuidv7(), ('10.250.' || n || '.0/24')::cidr, 'misuse', 'host:test', ${sql.unsafe(long)}, ${sql.unsafe(long)} + interval '1 day'
    from generate_series(1, ${many}) n`,
  "/operator/incidents": ({ sql }) => sql`
    insert into incidents (id, kind, severity, source, drill, state, discovered_at, opened_by, contained_at, resolved_at, closed_at)
    select case when n = 1 then ${incidentId}::uuid else uuidv7() end, 'other', 'low', 'test:long-' || n, true, 'closed', ${sql.unsafe(long)},
      'host:test', now(), now(), now() from generate_series(1, ${many}) n`,
  [`/operator/incidents/${incidentId}/affected/${findingId}`]: async ({ sql }) => {
    await sql`insert into affected_findings (id, incident_id, criteria, asked_by, answered_at, members)
      values (${findingId}, ${incidentId}, '{"from": "2026-01-01", "to": "2026-01-02"}', 'host:test', now(), ${many})`;
    await sql`insert into affected_members (finding_id, account_id, lines, openings)
      select ${findingId}, id, 1, 1 from accounts where email like 'listed-%@long.example'`;
  },
  "/operator/reviews": ({ sql }) => sql`
    insert into reviews (id, kind, period, starts_at, ends_at, seed, drawn_from, due_at, closed_at, summary)
    select uuidv7(), 'accesses', 'long-' || n, ${sql.unsafe(long)}, ${sql.unsafe(long)}, 'none', 0, ${sql.unsafe(long)}, now(), 'none'
    from generate_series(1, ${many}) n`,
  "/operator/evidence": ({ sql, owner }) => sql`
    insert into clause_evidence (id, clause, title, text, reference, recorded_by, author_role, recorded_at, valid_until, withdrawn_at, withdrawn_by)
    select uuidv7(), '5a', 'Number ' || n, 'Withdrawn.', 'none', ${owner}, 'owner', ${sql.unsafe(long)}, now() + interval '1 day', now(), ${owner}
    from generate_series(1, ${many}) n`,
  "/operator/processors": ({ sql }) => sql`
    insert into processors (id, code, name, purpose, data, region, hosts, since, withdrawn_at)
    select uuidv7(), 'long-' || n, 'Number ' || n, 'None.', 'None.', 'Nowhere', '{}', ${sql.unsafe(long)}, now() from generate_series(1, ${many}) n`,
  "/operator/money/comparisons": ({ sql }) => sql`insert into reconcile_runs (id, asked_by, created_at, finished_at)
    select uuidv7(), 'system:test', ${sql.unsafe(long)}, ${sql.unsafe(long)} from generate_series(1, ${many}) n`,
  "/operator/money/differences": ({ sql }) => sql`
    insert into differences (id, key, kind, ours, theirs, amount_cents, repair, found_at, seen_run_id, settled_at, settled_how)
    select uuidv7(), 'long-' || n, 'unknown_customer', 'none', 'none', n, 'look', ${sql.unsafe(long)},
      (select id from reconcile_runs where asked_by = 'system:test' limit 1), now(), 'gone' from generate_series(1, ${many}) n`,
  "/operator/service/alarms": ({ sql }) => sql`insert into alarms (id, kind, created_at, ended_at)
    select uuidv7(), 'mail-waits', ${sql.unsafe(long)}, ${sql.unsafe(long)} from generate_series(1, ${many}) n`,
  "/operator/service/backups": ({ sql }) => sql`
    insert into backup_runs (id, kind, result, started_at, finished_at, rows, bytes, log_sequence)
    select uuidv7(), 'backup', 'done', ${sql.unsafe(long)}, ${sql.unsafe(long)}, n, n, n from generate_series(1, ${many}) n`,
  "/operator/keys/tasks": ({ sql }) => sql`insert into key_tasks (id, kind, asked_by, created_at, started_at, finished_at, total, done)
    select uuidv7(), 'retire', 'host:test', ${sql.unsafe(long)}, ${sql.unsafe(long)}, ${sql.unsafe(long)}, n, n from generate_series(1, ${many}) n`,
  // The checks stand in the code, and are more than a page by themselves.
  "/operator/controls": async () => undefined,
};

/** Gives each list its rows, in the order above: some need those of others. */
export async function givenLongLists(given: Given): Promise<void> {
  for (const give of Object.values(givenRows)) await give(given);
}
