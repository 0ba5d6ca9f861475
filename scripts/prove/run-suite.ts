import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { childEnv } from "@/scripts/child-env";
import { Failure } from "@/scripts/failure";
import { root } from "@/scripts/root";

/**
 * Runs one file of the tests in a size of one's own, given by `settings`. Its set-up starts what it needs, and takes it down.
 * @throws Failure when a test of it fails; what failed stands in the output
 */
export async function runSuite(
  { project, file, settings }: { project: string; file: string; settings: Record<string, string> },
  ending: AbortSignal,
): Promise<void> {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const env = { ...childEnv(settings), NODE_ENV: "test" as const };
  const child = spawn(process.execPath, [vitest, "run", "--project", project, file], { cwd: root, env, stdio: "inherit" });
  ending.addEventListener("abort", () => child.kill("SIGINT"), { once: true });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Failure("It did not hold; what failed stands above.");
}
