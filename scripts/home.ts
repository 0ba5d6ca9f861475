import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Failure } from "@/scripts/failure";
import { root } from "@/scripts/root";

export const isRoot = process.getuid?.() === 0;

/** Where this machine's checkouts keep their state, one directory each. */
export function stateDirectory(): string {
  if (isRoot) return "/var/lib/holdfast";
  return join(process.env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "holdfast");
}

/** This checkout's home: $HOLDFAST_HOME, or a directory of its own under the state directory. */
export function homeDirectory(): string {
  if (process.env.HOLDFAST_HOME) return resolve(process.env.HOLDFAST_HOME);
  return join(stateDirectory(), createHash("sha256").update(root).digest("hex").slice(0, 12));
}

/**
 * Makes a directory that only this user can list. As root others may pass through it and through those made above it,
 * whatever the umask, because PostgreSQL, which refuses to be root, keeps its data further down as another user.
 */
export function makePrivateDirectory(directory: string): void {
  const mode = isRoot ? 0o711 : 0o700;
  const first = mkdirSync(directory, { recursive: true });
  chmodSync(directory, mode);
  if (first === undefined) return;
  for (let above = dirname(directory); above.startsWith(first); above = dirname(above)) chmodSync(above, mode);
}

/** Makes the home, or refuses one that PostgreSQL's user could not reach. */
export function openHome(home: string): void {
  for (let above = dirname(home); above !== dirname(above); above = dirname(above)) {
    if (!isRoot || !existsSync(above) || (statSync(above).mode & 0o001) !== 0) continue;
    throw new Failure(
      `HOLDFAST_HOME (${home}) lies under ${above}, which other users cannot enter, and PostgreSQL does not run as root.\n` +
        "Choose a place that every user can reach, or start as an ordinary user.",
    );
  }
  try {
    makePrivateDirectory(home);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`The directory for Holdfast's data and logs cannot be made: ${why}\nChoose another one with HOLDFAST_HOME.`);
  }
}
