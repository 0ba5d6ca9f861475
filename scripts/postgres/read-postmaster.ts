import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Postmaster = { pid: number; port: number; sharedMemory: string; status: string };

/** The server that says it runs on this data directory, as its own pid file has it; null without one. It may be dead. */
export function readPostmaster(data: string): Postmaster | null {
  try {
    const lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
    return {
      pid: Number(lines[0]),
      port: Number(lines[3]),
      sharedMemory: lines[6]?.trim().split(/\s+/).join(" ") ?? "",
      status: lines[7]?.trim() ?? "",
    };
  } catch {
    return null;
  }
}

/** Whether a pid is, right now, a PostgreSQL server on this data directory and not a stranger with a recycled number. */
export function isPostmaster(pid: number, data: string): boolean {
  return commandOf(pid).includes(data);
}

/** Whether a pid is taken, if only by a process that has ended and that nobody has waited for. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Whether a process of a server is left although the server is gone: its sessions notice that with a little delay. */
export function hasSessionsLeft({ sharedMemory }: Postmaster): boolean {
  try {
    const segments = readFileSync("/proc/sysvipc/shm", "utf8")
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/));
    return segments.some((fields) => `${fields[0]} ${fields[1]}` === sharedMemory && fields[6] !== "0");
  } catch {
    return false;
  }
}

function commandOf(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}
