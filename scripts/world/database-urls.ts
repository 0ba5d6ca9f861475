import { databases, ownerRole } from "@/scripts/postgres/prepare-databases";

export type DatabasePasswords = { owner: string; web: string; worker: string; purge: string };

export type DatabaseUrls = {
  DATABASE_URL: string;
  KEYS_OWNER_DATABASE_URL: string;
  WEB_DATABASE_URL: string;
  WORKER_DATABASE_URL: string;
  PURGE_DATABASE_URL: string;
  KEYS_DATABASE_URL: string;
};

/** Each role's way to the two databases of the embedded server, whose names a test's clones replace. */
export function databaseUrls(
  port: number,
  passwords: DatabasePasswords,
  { main, keys }: { main: string; keys: string } = databases,
): DatabaseUrls {
  const url = (role: string, password: string, database: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
  return {
    DATABASE_URL: url(ownerRole, passwords.owner, main),
    KEYS_OWNER_DATABASE_URL: url(ownerRole, passwords.owner, keys),
    WEB_DATABASE_URL: url("holdfast_web", passwords.web, main),
    WORKER_DATABASE_URL: url("holdfast_worker", passwords.worker, main),
    PURGE_DATABASE_URL: url("holdfast_purge", passwords.purge, main),
    KEYS_DATABASE_URL: url("holdfast_worker", passwords.worker, keys),
  };
}
