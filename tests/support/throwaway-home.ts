import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHome } from "@/scripts/home";
import { startOf } from "@/scripts/lock.mjs";
import { isPostmaster, readPostmaster } from "@/scripts/postgres/read-postmaster";
import { endLeftovers } from "@/scripts/world/leftovers";

const prefix = "holdfast-test-";

/** A home for one run of the tests, named after the process that uses it. Those of runs that were killed are ended and removed. */
export async function makeThrowawayHome(): Promise<string> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) await removeDeadHome(join(tmpdir(), name));
  const home = mkdtempSync(join(tmpdir(), prefix));
  openHome(home);
  mkdirSync(join(home, "logs"));
  writeFileSync(join(home, "owner"), `${process.pid} ${startOf(process.pid)}`);
  return home;
}

export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

async function removeDeadHome(home: string): Promise<void> {
  try {
    const [pid, start] = readFileSync(join(home, "owner"), "utf8").split(" ");
    if (startOf(Number(pid)) === start) return;
    const data = join(home, "postgres", "data");
    const postmaster = readPostmaster(data);
    if (postmaster && isPostmaster(postmaster.pid, data)) process.kill(postmaster.pid, "SIGQUIT");
    await endLeftovers(home);
    removeHome(home);
  } catch {
    // Another user's, or another run is removing it at this moment.
  }
}
