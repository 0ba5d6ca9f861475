import type { Destination } from "@/lib/outbound/destination";
import type { OutboundReply } from "@/lib/outbound/exchange";
import { PlatformError } from "@/lib/platforms/contract";
import { assertServing, bodyOf, isSuccess, leadsToLogin } from "@/lib/platforms/read-reply";
import { sendCall } from "@/lib/platforms/send-call";

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

/** Sends one call; the platform takes its token in the query. @throws PlatformError unavailable when no whole answer came */
export async function send(destination: Destination, { method, path, query, json, form, access }: Call): Promise<OutboundReply> {
  const url = new URL(`https://${destination.host}${path}`);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  if (access) url.searchParams.set("access_token", access.token);
  if (access?.actingUserId) url.searchParams.set("acting_user_id", access.actingUserId);
  const body = form ? new URLSearchParams(form).toString() : json === undefined ? undefined : JSON.stringify(json);
  const type = form ? "application/x-www-form-urlencoded" : "application/json";
  return await sendCall(destination, url, {
    method,
    headers: { accept: "application/json", ...(body ? { "content-type": type } : {}) },
    body,
  });
}

/** Whether a 401 means that the order went to somebody else, which has nothing to do with the login. */
export function saysTaken(reply: OutboundReply): boolean {
  if (reply.status !== 401) return false;
  const body = bodyOf(reply) as { extra?: { work_order?: { unavailable?: unknown } } } | null;
  return body?.extra?.work_order?.unavailable === true;
}

/**
 * Whether the login has ended: a bare 401, a redirect to the login page, or that page itself. A seat that may no longer act for the
 * member shows as a 403.
 */
export const saysEnded = (reply: OutboundReply) => [401, 403].includes(reply.status) || leadsToLogin(reply);

/** Passes an answered call on, or says why it was none. @throws PlatformError */
export function assertAnswered(reply: OutboundReply): OutboundReply {
  if (saysEnded(reply)) throw new PlatformError("login_expired");
  if (isSuccess(reply)) return reply;
  assertServing(reply);
  throw new PlatformError("changed_shape");
}
