import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { childEnv } from "@/scripts/child-env";
import { Failure } from "@/scripts/failure";
import { root } from "@/scripts/root";

/**
 * The simulated year of `tests/domain/billing/year.test.ts`, in a size of one's own: on a database of its own and the Stripe double, which
 * the domain suite's set-up starts and takes down.
 * @throws Failure when the books differ in the end
 */
export async function proveYear({ members, seed }: { members: number; seed: number }, ending: AbortSignal): Promise<void> {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const file = "tests/domain/billing/year.test.ts";
  const env = { ...childEnv({ YEAR_MEMBERS: String(members), YEAR_SEED: String(seed) }), NODE_ENV: "test" as const };
  const child = spawn(process.execPath, [vitest, "run", "--project", "domain", file], { cwd: root, env, stdio: "inherit" });
  ending.addEventListener("abort", () => child.kill("SIGINT"), { once: true });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Failure("The year did not end with equal books; what differs stands above.");
}
