import { log } from "@/lib/base/log";
import type { Destination } from "@/lib/outbound/destination";
import type { OutboundReply } from "@/lib/outbound/exchange";
import { outboundFetch } from "@/lib/outbound/fetch";
import { OutboundError } from "@/lib/outbound/outbound-error";
import { PlatformError } from "@/lib/platforms/contract";

/** By whose right calls are made. `actingUserId`: whom a seat's token acts for; null when the token is the member's own. */
export interface Access {
  token: string;
  actingUserId: string | null;
}

export interface Call {
  method: "GET" | "POST" | "DELETE";
  path: string;
  query?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  access?: Access;
}

/**
 * Sends one call. The platform takes its token in the query, so addresses are never logged.
 * @throws PlatformError unavailable when no whole answer came, which proves nothing of what became of the call.
 */
export async function send(destination: Destination, { method, path, query, json, form, access }: Call): Promise<OutboundReply> {
  const url = new URL(`https://${destination.host}${path}`);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  if (access) url.searchParams.set("access_token", access.token);
  if (access?.actingUserId) url.searchParams.set("acting_user_id", access.actingUserId);
  const body = form ? new URLSearchParams(form).toString() : json === undefined ? undefined : JSON.stringify(json);
  const type = form ? "application/x-www-form-urlencoded" : "application/json";
  try {
    return await outboundFetch(destination, url, {
      method,
      headers: { accept: "application/json", ...(body ? { "content-type": type } : {}) },
      body,
    });
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    log.info("platform not reached", { platform: thrown.destination, why: thrown.why });
    throw new PlatformError("unavailable");
  }
}

/** The JSON of a reply. A login page, or anything that is no JSON, is not an answer. */
export function jsonOf(reply: OutboundReply): unknown {
  if (!/json/.test(reply.headers["content-type"] ?? "")) throw new PlatformError("changed_shape");
  try {
    return JSON.parse(reply.text) as unknown;
  } catch {
    throw new PlatformError("changed_shape");
  }
}

const unavailable = (body: unknown) =>
  (body as { extra?: { work_order?: { unavailable?: unknown } } } | null)?.extra?.work_order?.unavailable === true;

/** Whether a 401 means that the order went to somebody else, which has nothing to do with the login. */
export function saysTaken(reply: OutboundReply): boolean {
  if (reply.status !== 401 || !reply.text) return false;
  try {
    return unavailable(JSON.parse(reply.text));
  } catch {
    return false;
  }
}

function retryAfter(reply: OutboundReply): number | null {
  const seconds = Number(reply.headers["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3_600) : null;
}

/**
 * Whether the platform took the call at all: it may be at its limit, or out of service, and say for how long.
 * @throws PlatformError rate_limited or unavailable
 */
export function assertServing(reply: OutboundReply): void {
  if (reply.status === 429) throw new PlatformError("rate_limited", retryAfter(reply));
  if (reply.status >= 500) throw new PlatformError("unavailable", retryAfter(reply));
}

const isHtml = (reply: OutboundReply) => /html/.test(reply.headers["content-type"] ?? "");

/**
 * Whether the login has ended: a bare 401, a redirect to the login page, or that page itself, whose HTML is never read. A seat that may
 * no longer act for the member shows as a 403.
 */
export function saysEnded(reply: OutboundReply): boolean {
  const { status } = reply;
  return [401, 403, 302, 303].includes(status) || (status >= 200 && status < 300 && isHtml(reply));
}

/** Passes an answered call on, or says why it was none. @throws PlatformError */
export function assertAnswered(reply: OutboundReply): OutboundReply {
  if (saysEnded(reply)) throw new PlatformError("login_expired");
  if (reply.status >= 200 && reply.status < 300) return reply;
  assertServing(reply);
  throw new PlatformError("changed_shape");
}
