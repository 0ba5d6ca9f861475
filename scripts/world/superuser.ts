import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import type { World } from "@/scripts/world/start-world";

/** A database of a world's own PostgreSQL, the main one if not said, as its superuser sees it, past rights and row security. The caller ends it. */
export function superuserOf({ home, settings }: Pick<World, "home" | "settings">, max: number, of: "main" | "keys" = "main"): postgres.Sql {
  const { WORKER_DATABASE_URL: main = "", KEYS_DATABASE_URL: keys = "" } = settings.worker;
  const url = new URL(of === "main" ? main : keys);
  url.username = "postgres";
  url.password = readFileSync(join(home, "postgres", "superuser-password"), "utf8").trim();
  return postgres(url.href, { max, onnotice: () => undefined });
}
