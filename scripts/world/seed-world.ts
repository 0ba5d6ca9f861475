import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { bundle } from "@/scripts/bundle.mjs";
import { childEnv } from "@/scripts/child-env";
import { Failure } from "@/scripts/failure";
import { root } from "@/scripts/root";
import { logFileOf } from "@/scripts/world/launch-program";
import type { Settings } from "@/scripts/world/settings";
import type { Login, OwnerLogin } from "@/scripts/world/world-file";

export type SeededAccounts = { owner: OwnerLogin; member: Login };
export type Seeded = { invite: string };

/** Runs scripts/seed.ts with the settings of web and worker, in a process that ends with it, and returns what it made. */
export async function seedWorld(
  home: string,
  { web, worker }: Settings,
  accounts: SeededAccounts,
  mail: string,
  signal: AbortSignal,
): Promise<Seeded> {
  const child = spawn(process.execPath, ["--enable-source-maps", await bundle("seed")], {
    cwd: root,
    signal,
    stdio: ["pipe", "pipe", "pipe"],
    env: childEnv({ ...web, ...worker }),
  });
  child.stdin.end(JSON.stringify({ mail, ...accounts }));
  const log = createWriteStream(logFileOf(home, "seed"), { mode: 0o600 });
  let output = "";
  let complaints = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const code = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  log.end(complaints);
  if (code !== 0) throw new Failure(`The first account and invite could not be made:\n${complaints}`);
  return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "") as Seeded;
}
