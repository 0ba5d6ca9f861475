import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createTlsServer, request as tlsRequest } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeAuthority } from "@/sandbox/platform/make-authority";
import { type Answered, type Asked, answerOf } from "@/tests/support/ask";

export interface TlsTerminator {
  /** Its https address, under the name localhost. */
  url: string;
  /** Where it takes plain http, and passes that on as well. */
  plainUrl: string;
  /** The authority of its certificate, as PEM. */
  ca: string;
  /** Which web it stands before. */
  leadTo: (web: string) => void;
  /** Asks over TLS, trusting its certificate and no other. */
  ask: (path: string, asked?: Asked) => Promise<Answered>;
  close: () => Promise<void>;
}

/** A proxy that ends TLS, as one stands before web in production: it appends the client's address and sets the scheme. */
export async function startTlsTerminator(): Promise<TlsTerminator> {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-tls-"));
  const { caPath, ...tls } = await makeAuthority(directory);
  const ca = readFileSync(caPath, "utf8");
  let web = new URL("http://localhost:1");

  const passOn = (scheme: string) => (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const before = incoming.headers["x-forwarded-for"];
    const address = incoming.socket.remoteAddress ?? "";
    const headers = {
      ...incoming.headers,
      "x-forwarded-for": before === undefined ? address : `${String(before)}, ${address}`,
      "x-forwarded-proto": scheme,
    };
    const onward = request({ host: "127.0.0.1", port: web.port, path: incoming.url, method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  };
  const secure = createTlsServer(tls, passOn("https"));
  const plain = createServer(passOn("http"));
  const [port, plainPort] = await Promise.all([secure, plain].map(listening));

  return {
    url: `https://localhost:${port}`,
    ca,
    plainUrl: `http://localhost:${plainPort}`,
    leadTo: (address) => {
      web = new URL(address);
    },
    ask: (path, { method = "GET", headers = {}, body = "", from } = {}) =>
      answerOf(tlsRequest({ host: "localhost", family: 4, port, path, method, headers, ca, agent: false, localAddress: from }), body),
    close: async () => {
      await Promise.all([secure, plain].map(closed));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));
}

function closed(server: ReturnType<typeof createServer> | ReturnType<typeof createTlsServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
