import { type NextRequest, NextResponse } from "next/server";
import { networkOf } from "@/lib/base/network";
import { bareSecurityPolicy, contentSecurityPolicy } from "@/lib/edge/csp";
import { edgeSettings } from "@/lib/edge/edge-settings";
import { addressHeader, pathHeader } from "@/lib/edge/internal-headers";
import { makeLimiter } from "@/lib/edge/limits";
import { comesFromUs, isAuthenticatedByRequest } from "@/lib/edge/origin";
import { type PlainRefusal, plainReply } from "@/lib/edge/plain-reply";
import { securityHeaders } from "@/lib/edge/security-headers";

const settings = edgeSettings();
const limit = makeLimiter("network", { most: settings.requestsPerMinute, windowSeconds: 60 }, settings.store);

/** The few files of public/, which are the same for everybody and may be kept. */
const publicFile = /^\/[\w-]+\.(ico|svg|png|txt)$/;

function harden(response: NextResponse, policy: string): NextResponse {
  for (const [name, value] of securityHeaders({ https: settings.https })) response.headers.set(name, value);
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

function refuse(request: NextRequest, refusal: PlainRefusal, headers: Record<string, string> = {}): NextResponse {
  const { status, contentType, body } = plainReply(refusal, request.headers.get("accept"));
  const all = { "Content-Type": contentType, "Cache-Control": "no-store", ...headers };
  return harden(new NextResponse(body, { status, headers: all }), bareSecurityPolicy);
}

/**
 * Runs before every page and route: security headers with a fresh nonce, our own origin check, a limit per network. It authorises
 * nothing; whoever gets past it meets the same guards in lib/web and in the database.
 */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  const { method, headers } = request;
  const { pathname, search } = request.nextUrl;
  const asked = { method, pathname, origin: headers.get("origin"), fetchSite: headers.get("sec-fetch-site") };
  if (!comesFromUs(asked, settings.origin)) return refuse(request, "foreign_origin");
  if (!isAuthenticatedByRequest(method, pathname) && !pathname.startsWith("/api/health/")) {
    const verdict = await limit(networkOf(headers.get(addressHeader) ?? ""));
    if (!verdict.allowed) return refuse(request, "too_many", { "Retry-After": String(verdict.retryAfterSeconds) });
  }
  if (publicFile.test(pathname)) {
    if (method === "POST") return refuse(request, "method_not_allowed", { Allow: "GET, HEAD" });
    return harden(NextResponse.next(), bareSecurityPolicy);
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy({ nonce, formOrigins: settings.formOrigins, development: settings.development });
  const forwarded = new Headers(headers);
  forwarded.set(pathHeader, `${pathname}${search}`);
  forwarded.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers: forwarded } });
  response.headers.set("Cache-Control", "no-store");
  return harden(response, /^\/(api|calendar)\//.test(pathname) ? bareSecurityPolicy : policy);
}

/** Built files get their headers from next.config.ts and are not counted. */
export const config = { matcher: ["/((?!_next/static/).*)"] };
