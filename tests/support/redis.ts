import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach } from "vitest";
import { childEnv } from "@/scripts/child-env";
import { findFreePort } from "@/scripts/free-port";
import { waitFor } from "@/tests/support/wait-for";

/**
 * For the head of a suite: without a Redis server its tests are skipped by name, which under CI=true is a failure instead.
 * @returns whether there is one, for the suite's own preparations
 */
export function needsRedis(): boolean {
  const gap = spawnSync("redis-server", ["--version"], { stdio: "ignore" }).error ? "no redis-server on this machine" : null;
  if (gap && process.env.CI === "true") throw new Error(`Suites of shared limits cannot run: ${gap}.`);
  beforeEach(({ skip }) => {
    if (gap) skip(gap);
  });
  return gap === null;
}

export interface TestRedis {
  url: string;
  /** Ends it at once, as a crash would. */
  kill: () => Promise<void>;
  /** Lets it stand still: connections stay open, and nothing is answered. */
  freeze: () => void;
  thaw: () => void;
  /** Starts it again, empty, at the same address. */
  revive: () => Promise<void>;
  close: () => Promise<void>;
}

/** A Redis of this test's own, on loopback, which keeps nothing. */
export async function startRedis(): Promise<TestRedis> {
  const port = await findFreePort();
  const directory = mkdtempSync(join(tmpdir(), "holdfast-redis-"));
  let child: ChildProcess;
  const start = async () => {
    let output = "";
    const flags = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory];
    child = spawn("redis-server", flags, { stdio: ["ignore", "pipe", "ignore"], env: childEnv({}) });
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await waitFor("Redis takes connections", () => output.includes("Ready to accept connections"));
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    revive: start,
    close: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
