import type { z } from "zod";
import { now, secondMs } from "@/lib/base/clock";
import type { OutboundReply } from "@/lib/outbound/exchange";
import { PlatformError } from "@/lib/platforms/contract";

const typeOf = (reply: OutboundReply) => reply.headers["content-type"] ?? "";
export const isJson = (reply: OutboundReply) => /json/.test(typeOf(reply));
const isHtml = (reply: OutboundReply) => /html/.test(typeOf(reply));
export const isSuccess = ({ status }: OutboundReply) => status >= 200 && status < 300;

/** The JSON of a reply. A login page, or anything that is no JSON, is not an answer. @throws PlatformError changed_shape */
export function jsonOf(reply: OutboundReply): unknown {
  if (!isJson(reply)) throw new PlatformError("changed_shape");
  try {
    return JSON.parse(reply.text) as unknown;
  } catch {
    throw new PlatformError("changed_shape");
  }
}

/** What a body says as JSON, whatever its type is said to be; null when it is none. */
export function bodyOf(reply: OutboundReply): unknown {
  try {
    return JSON.parse(reply.text) as unknown;
  } catch {
    return null;
  }
}

const longestSeconds = 3_600;

/** Retry-After as seconds, or as a date (RFC 9110, 10.2.3), at most an hour ahead; null when it is neither. */
function retryAfterSeconds(reply: OutboundReply): number | null {
  const text = reply.headers["retry-after"];
  if (text === undefined) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now().getTime()) / secondMs);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, longestSeconds) : null;
}

/**
 * Whether the platform took the call at all: it may be at its limit, or out of service, and say for how long.
 * @throws PlatformError rate_limited or unavailable
 */
export function assertServing(reply: OutboundReply): void {
  if (reply.status === 429) throw new PlatformError("rate_limited", retryAfterSeconds(reply));
  if (reply.status >= 500) throw new PlatformError("unavailable", retryAfterSeconds(reply));
}

/** Whether a reply is a way to the login page, or that page itself, whose HTML is never read. */
export const leadsToLogin = (reply: OutboundReply) => [302, 303].includes(reply.status) || (isSuccess(reply) && isHtml(reply));

/** A reply's JSON, as `shape` has it. @throws PlatformError rate_limited, unavailable, or changed_shape for an answer that is not known */
export function readAs<Shape extends z.ZodType>(shape: Shape, reply: OutboundReply): z.infer<Shape> {
  assertServing(reply);
  const parsed = reply.status === 200 ? shape.safeParse(jsonOf(reply)) : null;
  if (!parsed?.success) throw new PlatformError("changed_shape");
  return parsed.data;
}
