import { request as requestPlainly } from "node:http";
import { request } from "node:https";
import type { Destination } from "@/lib/outbound/destination";
import { OutboundError } from "@/lib/outbound/outbound-error";

export interface OutboundRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  headers?: Record<string, string>;
  body?: string;
  timeoutMs?: number;
}

export interface OutboundReply {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
}

const usualTimeoutMs = 10_000;
const mostBytes = 4 * 1024 * 1024;

const isLoopback = ({ hostname }: URL) => hostname === "127.0.0.1" || hostname === "localhost";

/**
 * The one way out to platforms and other services (clause 2.1b): TLS 1.2 or newer with the certificate verified, to the destination's own host alone.
 * A destination that is plain stands on this very machine, or is refused.
 * A redirect is returned, never followed. The reply's size and the whole call's time are bounded.
 * @throws OutboundError: `refused` before anything was sent, `failed` when no whole answer came, which says nothing of whether the
 *   other side did what it was asked. Neither holds the address's query, a header or a body.
 */
export function outboundFetch(destination: Destination, url: URL, asked: OutboundRequest): Promise<OutboundReply> {
  const isPlain = destination.plain === true && isLoopback(url);
  if (url.protocol !== (isPlain ? "http:" : "https:") || url.host !== destination.host || url.username || url.password) {
    return Promise.reject(new OutboundError("refused", destination.name, "address"));
  }
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new OutboundError("failed", destination.name, why));
    const call = (isPlain ? requestPlainly : request)(url, {
      method: asked.method,
      headers: { ...asked.headers, ...(asked.body === undefined ? {} : { "content-length": String(Buffer.byteLength(asked.body)) }) },
      minVersion: "TLSv1.2",
      rejectUnauthorized: true,
      ...(destination.authority === null ? {} : { ca: destination.authority }),
      signal: AbortSignal.timeout(asked.timeoutMs ?? usualTimeoutMs),
    });
    call.on("error", (error: NodeJS.ErrnoException) =>
      fail(error.name === "AbortError" || error.name === "TimeoutError" ? "timeout" : (error.code ?? "connection")),
    );
    call.on("response", (reply) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      reply.on("data", (part: Buffer) => {
        bytes += part.length;
        if (bytes > mostBytes) call.destroy(Object.assign(new Error(), { code: "too_large" }));
        else parts.push(part);
      });
      reply.on("error", () => fail("broken_off"));
      reply.on("end", () => {
        const headers = Object.fromEntries(
          Object.entries(reply.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
        );
        resolve({ status: reply.statusCode ?? 0, headers, text: Buffer.concat(parts).toString("utf8") });
      });
    });
    call.end(asked.body);
  });
}
