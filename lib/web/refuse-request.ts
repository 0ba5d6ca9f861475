import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { publicUrl } from "@/lib/base/env";
import { requestId } from "@/lib/base/request-id";
import { bareSecurityPolicy } from "@/lib/edge/csp";
import { type PlainRefusal, plainReply } from "@/lib/edge/plain-reply";
import { securityHeaders } from "@/lib/edge/security-headers";

/** For how long the rest of a refused body is read and thrown away: closing sooner could take the answer from under the client. */
const drainMs = 1_000;

/** What every reply of web starts from; what Next and the middleware say goes before it. */
export function baseHeaders(): Record<string, string> {
  const https = publicUrl().startsWith("https:");
  const id = requestId();
  const named: Record<string, string> = id === null ? {} : { "X-Request-Id": id };
  return { ...Object.fromEntries(securityHeaders({ https })), "Content-Security-Policy": bareSecurityPolicy, ...named };
}

/** Answers in the application's stead, and closes the connection. */
export function refuseRequest(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: PlainRefusal,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, contentType, body } = plainReply(refusal, request.headers.accept);
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(status, {
    ...baseHeaders(),
    "Content-Type": contentType,
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    Connection: "close",
    ...headers,
  });
  if (request.complete) {
    response.end(body);
    return;
  }
  response.write(body);
  const end = () => response.end();
  const timer = setTimeout(end, drainMs);
  request.once("close", () => clearTimeout(timer)).once("end", end);
  request.resume();
}

/** Leads to where the same is to be had over TLS. Says nothing of HSTS, which a browser must not believe here (RFC 6797, section 7.2). */
export function leadToTls(response: ServerResponse, location: string): void {
  const { "Strict-Transport-Security": _, ...headers } = baseHeaders();
  response.writeHead(308, { ...headers, Location: location, "Content-Length": 0, "Cache-Control": "no-store" }).end();
}

/** A refusal on a connection on which no whole request has come: too slow, too large a head, or no HTTP at all. */
export function refuseConnection(socket: Duplex, refusal: PlainRefusal, headers: Record<string, string> = {}): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, contentType, body } = plainReply(refusal, null);
  const all = { ...baseHeaders(), "Content-Type": contentType, "Content-Length": Buffer.byteLength(body), Connection: "close", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`, () => socket.destroy());
}
