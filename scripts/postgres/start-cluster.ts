import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnv } from "@/scripts/child-env";
import { Failure } from "@/scripts/failure";
import { findFreePort } from "@/scripts/free-port";
import { makePrivateDirectory } from "@/scripts/home";
import { initialiseCluster } from "@/scripts/postgres/initialise-cluster";
import { placeBinaries } from "@/scripts/postgres/place-binaries";
import { hasSessionsLeft, isPostmaster, isTaken, type Postmaster, readPostmaster } from "@/scripts/postgres/read-postmaster";
import { serverOptions } from "@/scripts/postgres/server-options";
import { type Identity, unprivilegedUser } from "@/scripts/postgres/unprivileged-user";
import { rotateIfLarge } from "@/scripts/rotating-log";

export type Cluster = {
  port: number;
  pid: number;
  superuserUrl: (database: string) => string;
  /** Settles when the server has ended, for whatever reason. */
  ended: Promise<void>;
  /** Ends sessions and writes everything out (a fast shutdown); after ten seconds it is ended at once, which loses nothing committed. */
  stop: () => Promise<void>;
};

export type ClusterOptions = {
  /** Holds the data, the superuser's password and the port. */
  directory: string;
  logFile: string;
  /** False gives up what is committed when the machine, not the server, dies: for tests. */
  durable: boolean;
};

/**
 * Starts the embedded PostgreSQL on this directory, or adopts the server that already runs on it. It listens on
 * 127.0.0.1 alone, on the same port as last time where that is free. The server outlives this process's death; the next
 * call finds it. What a server killed with -9 left behind is PostgreSQL's own to recover.
 */
export async function startCluster({ directory, logFile, durable }: ClusterOptions): Promise<Cluster> {
  const data = join(directory, "data");
  const identity = unprivilegedUser();
  makePrivateDirectory(directory);
  const binaries = placeBinaries(directory);
  const password = initialiseCluster(directory, binaries, identity, durable);

  const running = (await adopt(data)) ?? (await launch({ directory, data, logFile, durable, binaries, identity }));
  const { pid, port } = await untilReady(running, data, logFile);
  const ended = untilEnded(pid, data);
  return {
    port,
    pid,
    superuserUrl: (database) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`,
    ended,
    stop: () => stop(pid, data, ended),
  };
}

async function adopt(data: string): Promise<Postmaster | null> {
  const found = readPostmaster(data);
  if (!found) return null;
  if (isPostmaster(found.pid, data)) {
    if (found.status !== "stopping") return found;
    await sleep(50);
    return adopt(data);
  }
  // PostgreSQL clears the file of a server that has died, unless the pid is taken: by a stranger who was given it since,
  // or by the dead server itself where nobody waits for it (a container without an init).
  while (hasSessionsLeft(found)) await sleep(50);
  if (isTaken(found.pid)) rmSync(join(data, "postmaster.pid"), { force: true });
  return null;
}

type Launch = ClusterOptions & { data: string; binaries: string; identity: Identity | null };

async function launch({ directory, data, logFile, durable, binaries, identity }: Launch): Promise<Postmaster> {
  const portFile = join(directory, "port");
  const port = await findFreePort(existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : undefined);
  writeFileSync(portFile, String(port), { mode: 0o600 });

  rotateIfLarge(logFile);
  const log = openSync(logFile, "a", 0o600);
  const child = spawn(join(binaries, "bin", "postgres"), ["-D", data, ...serverOptions(port, durable)], {
    ...identity,
    cwd: directory,
    detached: true,
    stdio: ["ignore", log, log],
    env: childEnv({ LC_ALL: "C" }),
  });
  closeSync(log);
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  child.unref();
  return { pid: child.pid as number, port, sharedMemory: "", status: "starting" };
}

async function untilReady({ pid, port }: Postmaster, data: string, logFile: string): Promise<Postmaster> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const seen = readPostmaster(data);
    if (seen?.pid === pid && seen.status === "ready") return seen;
    if (!isPostmaster(pid, data))
      throw new Failure(`PostgreSQL ended while starting on port ${port}. The end of ${logFile}:\n${tail(logFile)}`);
    if (Date.now() > deadline) throw new Failure(`PostgreSQL is not ready after a minute. Its log: ${logFile}`);
    await sleep(10);
  }
}

async function untilEnded(pid: number, data: string): Promise<void> {
  while (isPostmaster(pid, data)) await sleep(50, undefined, { ref: false });
}

async function stop(pid: number, data: string, ended: Promise<void>): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!isPostmaster(pid, data)) return;
    process.kill(pid, signal);
    // Holds the process open meanwhile: the watch on the server alone does not.
    const waiting = new AbortController();
    const late = sleep(10_000, "late", { signal: waiting.signal }).catch(() => "late");
    const outcome = await Promise.race([ended, late]);
    waiting.abort();
    if (outcome !== "late") return;
  }
}

function tail(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-8).join("\n");
}
