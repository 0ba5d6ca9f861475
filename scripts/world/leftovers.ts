import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startOf } from "@/scripts/lock.mjs";

type Recorded = { name: string; pid: number; start: string };

const recordOf = (home: string) => join(home, "processes.json");

/** Writes down which processes belong to this home, so that a start after a kill -9 can end them. Replaced whole. */
export function recordProcesses(home: string, pids: Map<string, number>): void {
  const processes = [...pids].map(([name, pid]) => ({ name, pid, start: startOf(pid) ?? "" }));
  const draft = `${recordOf(home)}.draft`;
  writeFileSync(draft, JSON.stringify(processes), { mode: 0o600 });
  renameSync(draft, recordOf(home));
}

/**
 * Ends what an earlier run on this home left running, but for PostgreSQL, and returns their names. A process counts as ours only if it is
 * the very one that was recorded: same pid, same beginning.
 */
export async function endLeftovers(home: string): Promise<string[]> {
  if (!existsSync(recordOf(home))) return [];
  const recorded = JSON.parse(readFileSync(recordOf(home), "utf8")) as Recorded[];
  const left = recorded.filter((one) => one.name !== "postgres" && isRunning(one));
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    for (const { pid } of left.filter(isRunning)) process.kill(pid, signal);
    for (const deadline = Date.now() + 5_000; left.some(isRunning) && Date.now() < deadline; ) await sleep(25);
  }
  return left.map(({ name }) => name);
}

function isRunning({ pid, start }: Recorded): boolean {
  return startOf(pid) === start;
}
