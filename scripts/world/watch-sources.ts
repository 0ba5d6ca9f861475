import { readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { bundle } from "@/scripts/bundle.mjs";
import { root } from "@/scripts/root";
import type { Supervisor } from "@/scripts/world/supervisor";

const folders = ["lib", "db", "sandbox"];
const entries = ["server.ts", "worker.ts"];
const programs = ["web", "worker", "sandbox"];
const quietMs = 150;

/**
 * Bundles a program anew when a source of it has changed, and starts it again. Pages need none of this: in development
 * Next follows them itself. One that does not compile is said, and the last good one keeps running.
 */
export function watchSources(supervisor: Supervisor, say: (line: string) => void, signal: AbortSignal): void {
  let pause: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(pause);
    pause = setTimeout(() => void renew(supervisor, say), quietMs);
  };
  for (const folder of folders) watch(join(root, folder), { recursive: true, signal, persistent: false }, changed);
  // An editor that replaces a file would end a watch on the file itself.
  watch(root, { signal, persistent: false }, (_event, name) => {
    if (name && entries.includes(name)) changed();
  });
}

async function renew(supervisor: Supervisor, say: (line: string) => void): Promise<void> {
  for (const name of programs) {
    if (!supervisor.pids().has(name)) continue;
    const file = join(root, "dist", `${name}.mjs`);
    const before = readFileSync(file, "utf8");
    try {
      await bundle(name);
    } catch (error) {
      say(`${name} does not compile: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    if (readFileSync(file, "utf8") === before) continue;
    say(`${name} has changed; starting it again`);
    await supervisor.restart(name);
  }
}
