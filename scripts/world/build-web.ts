import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnv } from "@/scripts/child-env";
import { Failure } from "@/scripts/failure";
import { hashSources } from "@/scripts/hash-sources";
import { waitForLock } from "@/scripts/lock.mjs";
import { root } from "@/scripts/root";
import { tellBuild } from "@/scripts/world/tell-build";

const sources = ["app", "lib", "db", "public", "middleware.ts", "instrumentation.ts", "instrumentation-client.ts"];
const settings = ["next.config.ts", "postcss.config.mjs", "tsconfig.json", "package-lock.json"];

/**
 * Makes Next's production build unless .next holds one of just these sources. One at a time in a checkout: whoever waited
 * finds it made. A build that was broken off leaves no mark and is made anew.
 */
export async function buildWeb(signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const mark = join(root, ".next", "holdfast-sources");
  const isCurrent = () => existsSync(mark) && readFileSync(mark, "utf8") === hashSources([...sources, ...settings]);
  if (isCurrent()) return;
  say("  ...     the website has changed since its last build, or has none: building it, for half a minute to two");
  const lock = await waitForLock(join(root, "dist", "build.lock"));
  try {
    if (isCurrent()) return;
    const hash = hashSources([...sources, ...settings]);
    rmSync(mark, { force: true });
    await runNextBuild(signal, say);
    writeFileSync(mark, hash);
  } finally {
    lock.release();
  }
}

async function runNextBuild(signal: AbortSignal, say: (line: string) => void): Promise<void> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: childEnv({ NEXT_TELEMETRY_DISABLED: "1" }),
  });
  let output = "";
  const telling = tellBuild(say, process.stdout.isTTY);
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      telling.read(output);
    });
  // The build has workers of its own: the whole group ends with it.
  const endGroup = () => child.pid && process.kill(-child.pid, "SIGKILL");
  signal.addEventListener("abort", endGroup);
  const code = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject)).finally(telling.end);
  signal.removeEventListener("abort", endGroup);
  signal.throwIfAborted();
  if (code !== 0) throw new Failure(`The website could not be built:\n${output.trimEnd().split("\n").slice(-40).join("\n")}`);
}
