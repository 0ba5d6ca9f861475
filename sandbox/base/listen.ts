import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { json, type Reply } from "@/sandbox/base/reply";
import type { Call } from "@/sandbox/base/router";

const maximumBodyBytes = 1_000_000;

export interface Listening {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1 alone; port 0 is any free one. `close` drops open connections. */
export async function listen(
  port: number,
  answer: (call: Call) => Reply | Promise<Reply>,
  tls: { key: string; cert: string } | null = null,
): Promise<Listening> {
  const onRequest: RequestListener = (request, response) => {
    serve(request, response, answer).catch((error: unknown) => {
      reportBug(error);
      if (response.headersSent) response.destroy();
      else send(response, json(500, { error: "this double has a bug: see its error output" }));
    });
  };
  const server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const at = server.address() as AddressInfo;
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${at.port}`,
    port: at.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, answer: (call: Call) => Reply | Promise<Reply>) {
  const body = await readBody(request);
  if (body === null) return send(response, json(413, { error: "body is too large" }, { connection: "close" }));
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`);
  send(response, await answer({ method: request.method ?? "GET", url, params: {}, headers: request.headers, body }));
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maximumBodyBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function send(response: ServerResponse, reply: Reply) {
  if ("silentMs" in reply) {
    const drop = setTimeout(() => response.destroy(), reply.silentMs);
    response.once("close", () => clearTimeout(drop));
    return;
  }
  response.writeHead(reply.status, { "cache-control": "no-store", ...reply.headers }).end(reply.body);
}

/** Where it broke, never the message: that could hold what a caller sent. */
function reportBug(error: unknown) {
  const frames = error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at ")) : [];
  process.stderr.write(`sandbox: a request failed\n${frames.join("\n")}\n`);
}
