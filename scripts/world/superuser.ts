import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import type { World } from "@/scripts/world/start-world";

/** The main database of a world's own PostgreSQL as its superuser sees it, past rights and row security. The caller ends it. */
export function superuserOf({ home, settings }: Pick<World, "home" | "settings">, max: number): postgres.Sql {
  const url = new URL(settings.worker.WORKER_DATABASE_URL ?? "");
  url.username = "postgres";
  url.password = readFileSync(join(home, "postgres", "superuser-password"), "utf8").trim();
  return postgres(url.href, { max, onnotice: () => undefined });
}
