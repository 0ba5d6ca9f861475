import type { Tx } from "@/db/client";
import { expectedRights } from "@/db/schema";

/**
 * Every right that a role of ours has in the main database, a line each, as PostgreSQL's catalogs have it: on tables, columns, functions,
 * schemas; who is a member of whom and what a role may do to the whole server, also of roles that are not ours and could come in here or
 * stand above it; row security and its policies; triggers and what the functions do. What an owner has of itself is left out.
 */
const liveRights = `
  with spaces as (select oid, nspname, nspacl, nspowner from pg_namespace where nspname in ('public', 'lookup', 'pgboss')),
  ours as (select oid from pg_roles where rolname in ('holdfast_web', 'holdfast_worker', 'holdfast_purge', 'holdfast_lookup', 'holdfast_log', 'holdfast_backup')),
  whose as (select oid, rolname as name from pg_roles union all select 0, 'everybody'),
  functions as (select p.*, s.nspname, format('%s.%s(%s)', s.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as name
    from pg_proc p join spaces s on s.oid = p.pronamespace where s.nspname <> 'pgboss'
      and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'))
  select format('schema %s: %s %s', s.nspname, w.name, a.privilege_type) as line
    from spaces s, aclexplode(s.nspacl) a join whose w on w.oid = a.grantee where a.grantee <> s.nspowner
  union select format('table %s.%s: %s %s', s.nspname, c.relname, w.name, a.privilege_type)
    from pg_class c join spaces s on s.oid = c.relnamespace, aclexplode(c.relacl) a join whose w on w.oid = a.grantee where a.grantee <> c.relowner
  union select format('column %s.%s.%s: %s %s', s.nspname, c.relname, t.attname, w.name, a.privilege_type)
    from pg_attribute t join pg_class c on c.oid = t.attrelid join spaces s on s.oid = c.relnamespace, aclexplode(t.attacl) a join whose w on w.oid = a.grantee
    where not t.attisdropped and a.grantee <> c.relowner
  union select format('function %s: %s %s', f.name, w.name, a.privilege_type)
    from functions f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a join whose w on w.oid = a.grantee where a.grantee <> f.proowner
  union select format('definition %s: %s', f.name, md5(f.prosrc || f.prosecdef)) from functions f
  union select format('role %s: %s', r.rolname, concat_ws(', ', case when r.rolsuper then 'superuser' end, case when r.rolbypassrls then 'past row security' end,
      case when r.rolcreaterole then 'makes roles' end, case when r.rolcreatedb then 'makes databases' end, case when r.rolreplication then 'replicates' end,
      case when r.rolcanlogin then 'logs in' end))
    from pg_roles r where r.oid in (select oid from ours) or r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolreplication
      or (r.rolcanlogin and has_database_privilege(r.oid, current_database(), 'connect'))
  union select format('membership: %s in %s', m.rolname, g.rolname)
    from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid
    where m.oid in (select oid from ours) or g.oid in (select oid from ours)
  union select format('row security %s: %s %s', c.relname, c.relrowsecurity, c.relforcerowsecurity)
    from pg_class c join spaces s on s.oid = c.relnamespace where s.nspname = 'public' and c.relkind in ('r', 'p')
  union select format('policy %s on %s: %s %s %s %s', policyname, tablename, permissive, cmd, array_to_string(roles, ','), md5(concat(qual, '|', with_check)))
    from pg_policies where schemaname = 'public'
  union select format('trigger %s on %s: %s', g.tgname, c.relname, g.tgenabled)
    from pg_trigger g join pg_class c on c.oid = g.tgrelid join spaces s on s.oid = c.relnamespace where s.nspname = 'public' and not g.tgisinternal`;

/** Writes down the live rights as the ones that ought to be, at the end of a migration. Statements for the owner, in its transaction. */
export const noteExpectedRights = `delete from expected_rights; insert into expected_rights (line) ${liveRights};`;

/** What the live rights have that the last migration did not give, what they lack of it, and how many it gave. */
export async function compareRights(tx: Tx): Promise<{ more: string[]; fewer: string[]; given: number }> {
  const live = new Set((await tx.execute<{ line: string }>(liveRights)).map(({ line }) => line));
  const given = new Set((await tx.select().from(expectedRights)).map(({ line }) => line));
  return { more: [...live].filter((line) => !given.has(line)), fewer: [...given].filter((line) => !live.has(line)), given: given.size };
}
