import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface BreakableLink {
  /** The same database, by way of this link. */
  url: string;
  /** Ends every connection and takes no new ones, as a server that is being restarted does. */
  break: () => void;
  mend: () => Promise<void>;
}

/** A way to a database that can be broken for one process alone. Ends with the test. */
export async function breakableLink(databaseUrl: string): Promise<BreakableLink> {
  const there = new URL(databaseUrl);
  const ends = new Set<Socket>();
  const follow = (socket: Socket, other: Socket) => {
    ends.add(socket);
    socket
      .on("error", () => undefined)
      .on("close", () => {
        ends.delete(socket);
        other.destroy();
      });
  };
  let server: Server | null = null;
  let port = 0;
  const mend = async () => {
    const opened = createServer((here) => {
      const onward = connect({ host: there.hostname, port: Number(there.port) });
      follow(here, onward);
      follow(onward, here);
      here.pipe(onward).pipe(here);
    });
    await new Promise<void>((resolve) => opened.listen(port, "127.0.0.1", resolve));
    port = (opened.address() as AddressInfo).port;
    server = opened;
  };
  const breakOff = () => {
    server?.close();
    for (const socket of ends) socket.destroy();
  };
  await mend();
  onTestFinished(breakOff);
  const here = new URL(databaseUrl);
  here.host = `127.0.0.1:${port}`;
  return { url: here.href, break: breakOff, mend };
}
