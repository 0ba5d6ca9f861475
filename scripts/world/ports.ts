import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findFreePort } from "@/scripts/free-port";

const names = ["platform", "service_channel", "stripe", "mail", "smtp", "control"] as const;
export type SandboxPorts = Record<(typeof names)[number], number>;

/**
 * The doubles keep their ports from start to start: a sealed login names the platform's host and port, and is refused
 * for any other. Where another program has taken one since, a new one is found and `say` told.
 */
export async function sandboxPorts(home: string, say: (line: string) => void): Promise<SandboxPorts> {
  const file = join(home, "sandbox-ports.json");
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<SandboxPorts>) : {};
  const found: [string, number][] = [];
  for (const name of names) {
    const port = await findFreePort(before[name]);
    if (before[name] !== undefined && port !== before[name])
      say(`Port ${before[name]} of the sandbox's ${name} is taken; it is at ${port} now.`);
    found.push([name, port]);
  }
  const ports = Object.fromEntries(found) as SandboxPorts;
  writeFileSync(file, JSON.stringify(ports), { mode: 0o600 });
  return ports;
}
