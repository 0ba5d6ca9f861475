import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { migrate } from "@/db/migrate";
import { world } from "@/tests/support/world";

const inDatabase = (from: string | undefined, name: string) => {
  const url = new URL(from ?? "");
  url.pathname = `/${name}`;
  return url.href;
};

/**
 * Has this process act in staging, on databases of its own beside the world's: to start a web process as it runs outside the sandbox, which refuses
 * the sandbox's. To be called before anything reads the environment.
 * @returns the settings that such a web process needs besides
 */
export async function useStagingDatabases(name: string): Promise<Record<string, string>> {
  const { home, settings } = world();
  const { web, worker } = settings;
  const superuserUrl = new URL(worker.WORKER_DATABASE_URL ?? "");
  superuserUrl.username = "postgres";
  superuserUrl.password = readFileSync(join(home, "postgres", "superuser-password"), "utf8").trim();
  const superuser = postgres(superuserUrl.href, { max: 1, onnotice: () => undefined });
  const names = { main: `staging_${name}`, keys: `staging_${name}_keys` };
  for (const database of Object.values(names)) await superuser`create database ${superuser(database)}`;
  await superuser.end();
  const urls = {
    WEB_DATABASE_URL: inDatabase(web.WEB_DATABASE_URL, names.main),
    WORKER_DATABASE_URL: inDatabase(worker.WORKER_DATABASE_URL, names.main),
    KEYS_DATABASE_URL: inDatabase(worker.KEYS_DATABASE_URL, names.keys),
  };
  Object.assign(process.env, web, worker, urls, { HOLDFAST_ENV: "staging" });
  await migrate(
    {
      DATABASE_URL: inDatabase(superuserUrl.href, names.main),
      KEYS_OWNER_DATABASE_URL: inDatabase(superuserUrl.href, names.keys),
      ...urls,
      PURGE_DATABASE_URL: inDatabase(settings.purge.PURGE_DATABASE_URL, names.main),
    },
    join(import.meta.dirname, "../../db"),
  );
  return { HOLDFAST_ENV: "staging", WEB_DATABASE_URL: urls.WEB_DATABASE_URL };
}
