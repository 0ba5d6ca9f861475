import { type ChildProcess, spawn } from "node:child_process";
import { schemas } from "@/lib/base/env";
import { bundle } from "@/scripts/bundle.mjs";
import { childEnv } from "@/scripts/child-env";
import { root } from "@/scripts/root";

/** A worker of its own process, bundled as it ships, with this test's settings but for those that are given. */
export async function startWorker(given: Record<string, string>): Promise<ChildProcess> {
  const own = Object.keys(schemas.worker.shape).flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  const settings = { ...Object.fromEntries(own), ...given };
  return spawn(process.execPath, [await bundle("worker")], { cwd: root, env: childEnv(settings), stdio: ["ignore", "pipe", "pipe"] });
}

/** Everything that a process writes until it ends, and how it ended. */
export async function outcomeOf(child: ChildProcess): Promise<{ status: number | null; text: string }> {
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (part: Buffer) => {
      text += part.toString();
    });
  const status = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { status, text };
}
