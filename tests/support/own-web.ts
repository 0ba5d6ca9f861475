import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { childEnv } from "@/scripts/child-env";
import { findFreePort } from "@/scripts/free-port";
import { root } from "@/scripts/root";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

export interface OwnWeb {
  url: string;
  process: ChildProcess;
  /** What it printed so far. */
  output: () => string;
  ended: Promise<number | null>;
  stop: () => Promise<void>;
}

/** Where the keyring lies when the worker has a host of its own: outside the sandbox web does not start beside one that it can reach. */
export const keyringElsewhere = "/nowhere/keyring";

/** Has this process act on the world's databases, as web and as the worker: to make members, and to look at and change rows. */
export function useWorldSettings(): void {
  const { web, worker } = world().settings;
  Object.assign(process.env, web, worker);
}

interface Ways {
  /** Where the build and web's entry are, if not in this checkout. */
  directory?: string;
  /** Next's own server in the place of web's entry. */
  withoutEntry?: boolean;
}

/** A web process of this test's own, on the world's databases and build, with settings that the shared one must not have. */
export async function startOwnWeb(
  overrides: Record<string, string> = {},
  { directory = root, withoutEntry = false }: Ways = {},
): Promise<OwnWeb> {
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const nextStart = [join(root, "node_modules/next/dist/bin/next"), "start", "-p", String(port), "-H", "127.0.0.1"];
  const child = spawn(process.execPath, withoutEntry ? nextStart : [join(directory, "dist", "web.mjs")], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
    env: childEnv({ ...world().settings.web, PORT: String(port), PUBLIC_URL: url, ...overrides }),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  const ready = waitFor(
    "web of the test's own is ready",
    () => output.includes(withoutEntry ? "Ready in" : '"event":"web ready"') || child.exitCode !== null,
    {
      withinMs: 120_000,
    },
  );
  await ready.catch(stop);
  if (child.exitCode !== null || child.killed) throw new Error(`web did not start:\n${output}`);
  return { url, process: child, output: () => output, ended, stop };
}
