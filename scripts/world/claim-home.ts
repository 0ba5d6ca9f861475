import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "@/scripts/failure";
import { isPortFree } from "@/scripts/free-port";
import { openHome } from "@/scripts/home";
import { type Lock, takeLock } from "@/scripts/lock.mjs";
import { endLeftovers } from "@/scripts/world/leftovers";
import { worldFileOf } from "@/scripts/world/world-file";

/**
 * Makes this process the only one that runs a world in this home, and ends what a killed one left running there.
 * Refused while another process does.
 */
export async function claimHome(home: string, say: (line: string) => void): Promise<Lock> {
  openHome(home);
  for (const part of ["logs", "keyring"]) mkdirSync(join(home, part), { recursive: true, mode: 0o700 });
  const lock = takeLock(join(home, "lock"));
  if ("holder" in lock) {
    throw new Failure(
      `Holdfast already runs here (process ${lock.holder}${addressIn(home)}).\n` +
        "Stop that one first, or give this one a home and a port of its own: HOLDFAST_HOME=/some/directory PORT=3001 npm start",
    );
  }
  // PostgreSQL is not among them: it is adopted as it is.
  const left = await endLeftovers(home);
  if (left.length > 0) say(`Ended what an earlier run had left: ${left.join(", ")}`);
  return lock;
}

/** Refuses a port that somebody listens on, before anything is started, and names the way out. */
export async function claimPort(port: number): Promise<void> {
  if (await isPortFree(port)) return;
  throw new Failure(`Port ${port} is taken by another program. Choose another one, for example:\n  PORT=${port + 1} npm start`);
}

function addressIn(home: string): string {
  try {
    return `, ${(JSON.parse(readFileSync(worldFileOf(home), "utf8")) as { web: string }).web}`;
  } catch {
    return "";
  }
}
