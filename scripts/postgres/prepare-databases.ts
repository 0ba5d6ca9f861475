import postgres from "postgres";
import type { Cluster } from "@/scripts/postgres/start-cluster";

export const ownerRole = "holdfast_owner";
export const databases = { main: "holdfast", keys: "holdfast_keys" } as const;

/** Makes the owner's login, which may make roles and databases and is no superuser, and the two databases that it owns. Repeating it is harmless. */
export async function prepareDatabases(cluster: Cluster, ownerPassword: string): Promise<void> {
  const sql = postgres(cluster.superuserUrl("postgres"), { max: 1, onnotice: () => {} });
  try {
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
  } finally {
    await sql.end();
  }
}
