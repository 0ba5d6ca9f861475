import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}
/** What is broken: requests on their way in, or replies on their way out. */
export interface Breakage {
  /** Changes the headers of a request before it is passed on. */
  entering?: (headers: IncomingHttpHeaders, path: string) => void;
  /** Another reply to a path; null for the service's own. */
  leaving?: (reply: Reply, path: string, method: string) => Partial<Reply> | null;
}

export interface BreakingProxy {
  url: string;
  /** What it breaks from now on, and from which loopback address it asks; each has a share of its own of the service's limits. */
  breakBy: (breakage: Breakage, from: string) => void;
  close: () => Promise<void>;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A proxy before the service that breaks one thing of it, so that a check from outside can be seen to notice. */
export async function startBreakingProxy(web: string): Promise<BreakingProxy> {
  const { port } = new URL(web);
  let [breakage, from]: [Breakage, string] = [{}, "127.0.0.1"];

  async function passOn(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { url: path = "/", method = "GET" } = incoming;
    const body = await bodyOf(incoming);
    const headers: IncomingHttpHeaders = { ...incoming.headers, host: `localhost:${port}` };
    breakage.entering?.(headers, path);
    const onward = request({ host: "127.0.0.1", localAddress: from, port, path, method, headers, agent: false });
    const answer = await new Promise<IncomingMessage>((resolve, reject) => onward.on("error", reject).on("response", resolve).end(body));
    const own: Reply = { status: answer.statusCode ?? 502, headers: answer.headers, body: (await bodyOf(answer)).toString() };
    const reply = { ...own, ...breakage.leaving?.(own, path, method) };
    const { "content-length": _, "transfer-encoding": __, ...rest } = reply.headers;
    outgoing.writeHead(reply.status, rest).end(reply.body);
  }
  const server = createServer((incoming, outgoing) => void passOn(incoming, outgoing).catch(() => outgoing.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    breakBy: (next, address) => {
      [breakage, from] = [next, address];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
