import { spawn } from "node:child_process";
import { bundle } from "@/scripts/bundle.mjs";
import { childEnv } from "@/scripts/child-env";
import type { World } from "@/scripts/world/start-world";

/** Runs `npm run operator` with the settings of a running world's worker. @throws Error with what it complained of. */
export async function runOperator(world: Pick<World, "settings">, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [await bundle("operator"), ...args], {
    env: childEnv(world.settings.worker),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`operator ${args[0]} ended with ${code}: ${complaint}`);
}
