import type { Sql } from "postgres";

/** Lets only the roles that need it connect to the two databases. Cloning a database loses this, so clones must call it again. */
export async function restrictConnect(owner: Sql, mainDatabase: string, keysDatabase: string): Promise<void> {
  const main = owner(mainDatabase);
  const keys = owner(keysDatabase);
  await owner`REVOKE ALL ON DATABASE ${main} FROM PUBLIC`;
  await owner`GRANT CONNECT ON DATABASE ${main} TO holdfast_web, holdfast_worker, holdfast_purge`;
  await owner`REVOKE ALL ON DATABASE ${keys} FROM PUBLIC, holdfast_web, holdfast_purge`;
  await owner`GRANT CONNECT ON DATABASE ${keys} TO holdfast_worker`;
}
