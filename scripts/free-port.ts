import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Lock, takeLock } from "@/scripts/lock.mjs";

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // Without IPv6 its loopback address cannot be taken by anybody else either.
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT"));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Whether nobody listens on a port of the loopback addresses, by which `localhost` may be reached. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, "127.0.0.1")) && (await canListen(port, "::1"));
}

const leases = new Map<number, Lock>();
process.once("exit", () => {
  for (const { release } of leases.values()) release();
});

/** Keeps a port from every other search of this user, until this process ends; false when another has it. */
function lease(port: number): boolean {
  const taken = takeLock(join(tmpdir(), `holdfast-ports-${process.getuid?.() ?? 0}`, String(port)));
  if ("release" in taken) leases.set(port, taken);
  return "release" in taken;
}

/**
 * A port that nobody listens on and that no other search has been given: the preferred one if it can be had, else one
 * below the range from which systems take the ports of outgoing connections, so that it is likely to be free at the
 * next start too.
 */
export async function findFreePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (leases.has(preferred) || lease(preferred)) && (await isPortFree(preferred))) return preferred;
  for (;;) {
    const port = randomInt(20_000, 30_000);
    if (lease(port) && (await isPortFree(port))) return port;
  }
}
