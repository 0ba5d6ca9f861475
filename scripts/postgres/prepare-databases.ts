import postgres from "postgres";
import type { Cluster } from "@/scripts/postgres/start-cluster";

export const ownerRole = "holdfast_owner";
export const databases = { main: "holdfast", keys: "holdfast_keys" } as const;

/** Makes the owner's login, which may make roles and databases and is no superuser, and the two databases that it owns. Repeating it is harmless. */
export async function prepareDatabases(cluster: Cluster, ownerPassword: string): Promise<void> {
  await asSuperuser(cluster, async (sql) => {
    const roles = await sql`select from pg_roles where rolname = ${ownerRole}`;
    const verb = roles.length === 0 ? "create" : "alter";
    const [{ statement } = { statement: "" }] = await sql<{ statement: string }[]>`
      select format('%s role %I login createrole createdb nosuperuser password %L', ${verb}::text, ${ownerRole}::text, ${ownerPassword}::text) as statement`;
    await sql.unsafe(statement);
    for (const name of Object.values(databases)) {
      const found = await sql`select from pg_database where datname = ${name}`;
      if (found.length === 0) await sql`create database ${sql(name)} owner ${sql(ownerRole)}`;
    }
    await sql`revoke connect on database postgres, template1 from public`;
  });
}

/** The mark that `markMigrated` left on the main database, null on a new one. It lives and dies with the data that it speaks of. */
export async function readMigrationMark(cluster: Cluster): Promise<string | null> {
  return asSuperuser(cluster, async (sql) => {
    const [row] = await sql<{ mark: string | null }[]>`
      select shobj_description(oid, 'pg_database') as mark from pg_database where datname = ${databases.main}`;
    return row?.mark ?? null;
  });
}

/** @param mark hexadecimal, naming what the databases were migrated to */
export async function markMigrated(cluster: Cluster, mark: string): Promise<void> {
  await asSuperuser(cluster, (sql) => sql.unsafe(`comment on database ${databases.main} is '${mark.replace(/[^0-9a-f]/g, "")}'`));
}

async function asSuperuser<Result>(cluster: Cluster, work: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
  const sql = postgres(cluster.superuserUrl("postgres"), { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
