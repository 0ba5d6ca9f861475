import type postgres from "postgres";

/**
 * Many accounts with their invites, mails, reports and differences, made by SQL as a superuser: ids in the order of time, one in fifty
 * suspended, one in a thousand terminated, one in two thousand staff, an open, an expired and a revoked invite for every hundred.
 */
export async function makeManyAccounts(sql: postgres.Sql, many: number): Promise<void> {
  await sql.unsafe(`
    create temporary table seeded as
      select n, (lpad(to_hex((extract(epoch from now() - (${many} - n) * interval '5 minutes') * 1000)::bigint), 12, '0')
        || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid as id,
        'person-' || md5(n::text) || '@' || case n % 3 when 0 then 'example.org' when 1 then 'example.net' else 'example.com' end as email
      from generate_series(1, ${many}) as n;
    insert into accounts (id, email, state, role)
      select id, email, case when n % 1000 = 7 then 'terminated' when n % 50 = 3 then 'suspended' else 'active' end,
        case when n % 2000 = 11 then (array['support', 'billing', 'security', 'auditor'])[1 + n / 2000 % 4] end from seeded;
    insert into invites (id, email, invited_by, expires_at, redeemed_at, redeemed_by, revoked_at)
      select id, case when n % 100 < 3 then 'asked-' || n || '@example.org' else email end, 'host:seed',
        case when n % 100 = 0 then now() + (n % 14) * interval '1 day' else now() - interval '1 day' end,
        case when n % 100 > 2 then now() end, case when n % 100 > 2 then id end, case when n % 100 = 2 then now() end from seeded;
    insert into outbox (id, template, subject_id, facts, sent_at, next_attempt_at)
      select id, 'invite', id, '{"generation": 1}', now(), now() from seeded;
    insert into reports (id, account_id, device, handled_at)
      select id, id, 'Firefox on Linux', case when n % 500 <> 0 then now() end from seeded where n % 5 = 0;
    insert into reconcile_runs (id, asked_by, finished_at) values ('018f0000-0000-7000-8000-00000000aaaa', 'system:seed', now());
    insert into differences (id, key, kind, account_id, ours, theirs, amount_cents, repair, found_at, seen_run_id, settled_at, settled_how)
      select id, 'seed:' || n, 'no_item', id, 'a', 'b', n % 9000, 'look', now() - n * interval '1 minute',
        '018f0000-0000-7000-8000-00000000aaaa', case when n % 500 <> 0 then now() end, case when n % 500 <> 0 then 'gone' end
      from seeded where n % 5 = 0;
    drop table seeded;`);
  await sql.unsafe("analyze accounts, invites, outbox, reports, differences");
}
