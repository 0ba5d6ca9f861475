import { randomUUID } from "node:crypto";
import { type Answer, json } from "@/sandbox/base/reply";

type Action = "RETRY" | "REFRESH_STATE" | "FIX_INPUT" | "REAUTHENTICATE" | "ESCALATE";

const kinds = {
  VALIDATION_ERROR: [400, "Validation Error", "FIX_INPUT"],
  AUTHENTICATION_REQUIRED: [401, "Authentication Required", "REAUTHENTICATE"],
  INSUFFICIENT_PERMISSIONS: [403, "Insufficient Permissions", "ESCALATE"],
  RESOURCE_NOT_FOUND: [404, "Resource Not Found", "FIX_INPUT"],
  RESOURCE_CONFLICT: [409, "Resource Conflict", "REFRESH_STATE"],
  RATE_LIMIT_EXCEEDED: [429, "Rate Limit Exceeded", "RETRY"],
  SERVICE_UNAVAILABLE: [503, "Service Unavailable", "RETRY"],
} as const satisfies Record<string, readonly [number, string, Action]>;

export type ProblemCode = keyof typeof kinds;

/** A refusal in the documented RFC 9457 shape; `action` is what the caller's program should do about it. */
export function problem(
  code: ProblemCode,
  detail: string,
  more: { action?: Action; headers?: Record<string, string>; extra?: unknown } = {},
): Answer {
  const [status, title, usual] = kinds[code];
  const action = more.action ?? usual;
  const body = {
    type: `https://developer.fieldnation.com/error-codes/${code.toLowerCase().replaceAll("_", "-")}`,
    title,
    status,
    detail,
    code,
    retryable: action === "RETRY",
    correlationId: randomUUID(),
    agent: action === "RETRY" ? { action, backoffMs: 2000, maxAttempts: 3 } : { action },
    errors: [],
    ...(more.extra === undefined ? {} : { extra: more.extra }),
  };
  return json(status, body, { "content-type": "application/problem+json", ...more.headers });
}

/** The order went to somebody else. It comes as a 401 and has nothing to do with the login. */
export const taken = () =>
  problem("AUTHENTICATION_REQUIRED", "This work order is no longer available.", {
    action: "REFRESH_STATE",
    extra: { work_order: { unavailable: true } },
  });

/** A 401 with nothing in it: how an ended session looks. */
export const bare401 = (): Answer => ({ status: 401, headers: {}, body: "" });
