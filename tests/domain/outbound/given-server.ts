import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Resolver } from "@/lib/outbound/checked-lookup";
import type { Destination } from "@/lib/outbound/destination";
import { makeAuthority, type ServerTls } from "@/sandbox/platform/make-authority";

/** A name that the servers' certificates are for, besides localhost and 127.0.0.1. */
export const certifiedName = "platform.example";

const folder = mkdtempSync(path.join(tmpdir(), "holdfast-outbound-"));
let tls: ServerTls;
beforeAll(async () => {
  tls = await makeAuthority(folder, [certifiedName]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The certificate of an authority that has signed none of the servers. */
export async function otherAuthority(): Promise<string> {
  return readFileSync((await makeAuthority(path.join(folder, "other"))).caPath, "utf8");
}

const open: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const server of open.splice(0)) server.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
});

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface GivenServer {
  port: number;
  /** Its address by number, and the destination and URL that go there. */
  destination: Destination;
  url: URL;
  /** The requests that it has read. */
  asked: IncomingMessage[];
  /** How many connections it has taken, spoken on or not. */
  connections: () => number;
}

/** Listens on loopback and counts connections: a call that was refused has made none. */
export async function listen(server: Server, address = "127.0.0.1", port = 0): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

/** A TLS server with a certificate of the folder's authority, and the destination that trusts it. */
export async function givenServer(answer: Answer, options: ServerOptions = {}, address = "127.0.0.1", at = 0): Promise<GivenServer> {
  const asked: IncomingMessage[] = [];
  const server = createServer({ key: tls.key, cert: tls.cert, ...options }, (request, response) => {
    asked.push(request);
    answer(request, response);
  });
  const { port, connections } = await listen(server, address, at);
  return { port, ...placeAt(`${address}:${port}`), asked, connections };
}

/** A server that takes connections and does with their bytes as it is told. */
export async function givenTcp(take: (socket: Socket) => void): Promise<GivenServer> {
  const { port, connections } = await listen(createTcpServer(take));
  return { port, ...placeAt(`127.0.0.1:${port}`), asked: [], connections };
}

/** A destination on this machine with the folder's authority, and an address there. */
export function placeAt(host: string): { destination: Destination; url: URL } {
  const authority = readFileSync(tls.caPath, "utf8");
  return { destination: { belongsTo: { platform: "there" }, host, authority }, url: new URL(`https://${host}/place`) };
}

/** A public destination and an address there. */
export function publicPlace(host: string): { destination: Destination; url: URL } {
  return { destination: { belongsTo: { platform: "there" }, host, authority: null }, url: new URL(`https://${host}/place`) };
}

/** A resolver whose answers are given one after the other, the last for good, and what it was asked. */
export function answering(...answers: string[][]): Resolver & { asked: string[] } {
  const asked: string[] = [];
  const resolver: Resolver = async (hostname) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
  return Object.assign(resolver, { asked });
}

export const fine: Answer = (_, response) => response.end("fine");
export const get = { method: "GET" } as const;
