import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "@/scripts/failure";
import { homeDirectory } from "@/scripts/home";
import { isPostmaster, readPostmaster } from "@/scripts/postgres/read-postmaster";
import { databaseUrls } from "@/scripts/world/database-urls";
import { readOrMakeSecrets } from "@/scripts/world/secrets";

/**
 * Lets this process act with the worker's settings: those of its environment, else those of the world that `npm start` runs on this
 * machine. Fails, and says what to do, where there are neither.
 */
export function takeWorkerSettings(): void {
  if (process.env.WORKER_DATABASE_URL) return;
  const home = homeDirectory();
  const data = join(home, "postgres", "data");
  const running = existsSync(join(home, "secrets.json")) ? readPostmaster(data) : null;
  if (!running || !isPostmaster(running.pid, data)) {
    throw new Failure(
      `WORKER_DATABASE_URL is not set, and no Holdfast runs from ${home}.\nStart one with \`npm start\`, or give this command the worker's settings.`,
    );
  }
  const urls = databaseUrls(running.port, readOrMakeSecrets(home).databases);
  process.env.WORKER_DATABASE_URL = urls.WORKER_DATABASE_URL;
  process.env.DATABASE_URL ??= urls.DATABASE_URL;
  process.env.KEYS_OWNER_DATABASE_URL ??= urls.KEYS_OWNER_DATABASE_URL;
  process.env.CHECKPOINT_DIR ??= join(home, "checkpoints");
  process.env.PLATFORMS ??= join(home, "platforms.json");
}
