import { Agent as PlainAgent, request as requestPlainly } from "node:http";
import { Agent, type RequestOptions, request } from "node:https";
import { secondMs } from "@/lib/base/clock";
import { whyRefused } from "@/lib/outbound/check-call";
import { checkedLookup, type Resolver, systemResolver } from "@/lib/outbound/checked-lookup";
import { type Destination, nameOf } from "@/lib/outbound/destination";
import { exchange, type OutboundReply } from "@/lib/outbound/exchange";
import { OutboundError } from "@/lib/outbound/outbound-error";

export interface OutboundRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  headers?: Record<string, string>;
  body?: string;
  /** For the whole call: name, connection, handshake, headers and body. 10 seconds if left out. */
  timeoutMs?: number;
  /** The longest body that is read; 4 MiB if left out. */
  mostBytes?: number;
}

const usualTimeoutMs = 10 * secondMs;
const usualMostBytes = 4 * 1024 * 1024;
const mostHeaderBytes = 16 * 1024;

/**
 * Connections to platforms stay open for a while, which saves a call the look-up and the handshake. Node pools them by host, port and
 * authority: each was made to an address judged for the same destination, and its certificate verified for it. All others are used
 * once, so that what a member names never shares a connection.
 */
const always = { autoSelectFamily: true, maxCachedSessions: 0 };
const kept = new Agent({ ...always, keepAlive: true, timeout: 20 * secondMs, maxFreeSockets: 32 });
const single = new Agent({ ...always, keepAlive: false });
const plainly = new PlainAgent({ ...always, keepAlive: false });

/**
 * The one way out to platforms and other services (clause 2.1b): TLS 1.2 or newer with the certificate verified, to the destination's own
 * host, at an address that was judged before anything was sent to it. A redirect is returned, never followed. The reply's size and the
 * whole call's time are bounded. A GET that meets the end of a kept connection is sent once more, on a new one (RFC 9110, 9.2.2).
 * @param resolver answers for the host's name
 * @throws OutboundError: `refused` before anything was sent, `failed` when no whole answer came, which says nothing of whether the
 *   other side did what it was asked. Neither holds the address's query, a header or a body.
 */
export async function outboundFetch(
  destination: Destination,
  url: URL,
  asked: OutboundRequest,
  resolver: Resolver = systemResolver,
): Promise<OutboundReply> {
  const name = nameOf(destination);
  const why = whyRefused(destination, url, asked.headers ?? {});
  if (why !== null) throw new OutboundError("refused", name, why);
  const deadline = AbortSignal.timeout(asked.timeoutMs ?? usualTimeoutMs);
  const bounds = { name, deadline, mostBytes: asked.mostBytes ?? usualMostBytes };
  const prepare = (agent: Agent) => {
    const options: RequestOptions = {
      method: asked.method,
      headers: { ...asked.headers, ...(asked.body === undefined ? {} : { "content-length": String(Buffer.byteLength(asked.body)) }) },
      minVersion: "TLSv1.2",
      rejectUnauthorized: true,
      ...(destination.authority === null ? {} : { ca: destination.authority }),
      lookup: checkedLookup(destination, resolver),
      maxHeaderSize: mostHeaderBytes,
    };
    return destination.plain === true ? requestPlainly(url, { ...options, agent: plainly }) : request(url, { ...options, agent });
  };
  const call = prepare("platform" in destination.belongsTo ? kept : single);
  try {
    return await exchange(call, asked.body, bounds);
  } catch (thrown) {
    const metAnEnd = call.reusedSocket && thrown instanceof OutboundError && thrown.why === "ECONNRESET";
    if (!metAnEnd || asked.method !== "GET") throw thrown;
    return await exchange(prepare(single), asked.body, bounds);
  }
}
