import { accessSync, constants, type Stats, statSync } from "node:fs";

/** Whether a system call was refused because the place is not there, or not for this user. */
function isOutOfReach(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && ["ENOENT", "ENOTDIR", "EACCES", "EPERM"].includes(String(thrown.code));
}

function mayAny(dir: string): boolean {
  return [constants.R_OK, constants.W_OK, constants.X_OK].some((mode) => {
    try {
      accessSync(dir, mode);
      return true;
    } catch (thrown) {
      if (isOutOfReach(thrown)) return false;
      throw thrown;
    }
  });
}

/** Whether this process's user can list, enter or change this directory, or could give itself the right to: as its owner, or as root. */
export function isKeyringInReach(dir: string): boolean {
  let found: Stats;
  try {
    found = statSync(dir);
  } catch (thrown) {
    if (isOutOfReach(thrown)) return false;
    throw thrown;
  }
  return found.uid === process.getuid?.() || mayAny(dir);
}

/**
 * For a process that must not hold the vault's keys: web. A directory that is not on this host, or that its user cannot enter, is well.
 * @throws Error that says what to do, when this process's user can reach the keyring.
 */
export function assertKeyringOutOfReach(dir: string): void {
  if (!isKeyringInReach(dir)) return;
  const user = process.getuid?.() === 0 ? "root, who can read everything" : `user ${process.getuid?.() ?? "unknown"}, who can reach it`;
  throw new Error(
    `The website must not be able to read the keyring at ${dir}, but runs as ${user}. Start it as a user of its own, and leave the ` +
      `keyring to the worker's alone: chown -R holdfast-worker: ${dir} && chmod -R go= ${dir}`,
  );
}
