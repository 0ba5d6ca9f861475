import { z } from "zod";
import type { Destination } from "@/lib/outbound/destination";
import type { OutboundReply } from "@/lib/outbound/exchange";
import { PlatformError } from "@/lib/platforms/contract";
import { assertServing, bodyOf, isSuccess, leadsToLogin } from "@/lib/platforms/read-reply";
import { sendCall } from "@/lib/platforms/send-call";

/** Where calls go, and the bearer token that they carry. */
export interface Access {
  destination: Destination;
  token: string;
}

export interface Call {
  method: "GET" | "PUT";
  path: string;
  /** OData options by name, such as `$select`. */
  query?: Record<string, string>;
  json?: unknown;
}

/** Sends one call under its token. @throws PlatformError unavailable when no whole answer came */
export async function send({ destination, token }: Access, { method, path, query, json }: Call): Promise<OutboundReply> {
  const options = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const url = new URL(`https://${destination.host}${path}${options.length > 0 ? `?${options.join("&")}` : ""}`);
  const body = json === undefined ? undefined : JSON.stringify(json);
  return await sendCall(destination, url, {
    method,
    headers: {
      accept: "application/json",
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body,
  });
}

const refusal = z.object({ ErrorCodes: z.array(z.number()) });
const notPermitted = 504;

/** Whether the order is not this provider's to see or to take, or no longer so, which has nothing to do with the login. */
export function saysNotOurs(reply: OutboundReply): boolean {
  if (reply.status === 404) return true;
  if (reply.status !== 403) return false;
  return refusal.safeParse(bodyOf(reply)).data?.ErrorCodes.includes(notPermitted) ?? false;
}

/** Passes an answered call on, or says why it was none. @throws PlatformError */
export function assertAnswered(reply: OutboundReply): OutboundReply {
  if ([401, 403].includes(reply.status) || leadsToLogin(reply)) throw new PlatformError("login_expired");
  if (isSuccess(reply)) return reply;
  assertServing(reply);
  throw new PlatformError("changed_shape");
}
