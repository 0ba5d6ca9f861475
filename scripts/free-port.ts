import { randomInt } from "node:crypto";
import { createServer } from "node:net";

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

/**
 * A free port: the preferred one if it can be had, else one below the range from which systems take the ports of
 * outgoing connections, so that it is likely to be free at the next start too.
 */
export async function findFreePort(preferred?: number): Promise<number> {
  for (let port = preferred ?? randomInt(20_000, 30_000); ; port = randomInt(20_000, 30_000)) {
    if (await isPortFree(port)) return port;
  }
}
