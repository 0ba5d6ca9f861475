import { type NextRequest, NextResponse } from "next/server";
import { addressHeader, networkOf, pathHeader } from "@/lib/edge/client-address";
import { bareSecurityPolicy, contentSecurityPolicy } from "@/lib/edge/csp";
import { edgeSettings } from "@/lib/edge/edge-settings";
import { type Limiter, localLimiter, sharedLimiter } from "@/lib/edge/limits";
import { comesFromUs, isAuthenticatedByRequest } from "@/lib/edge/origin";
import { securityHeaders } from "@/lib/edge/security-headers";

const settings = edgeSettings();
const local = localLimiter();
const limiter: Limiter = settings.upstash ? sharedLimiter(settings.upstash.url, settings.upstash.token, local) : local;

function harden(response: NextResponse, policy: string): NextResponse {
  for (const [name, value] of securityHeaders({ https: settings.https })) response.headers.set(name, value);
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

function refuse(status: number, text: string, headers: Record<string, string> = {}): NextResponse {
  return harden(
    new NextResponse(`${text}\n`, { status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers } }),
    bareSecurityPolicy,
  );
}

/**
 * Runs before every page and route: security headers with a fresh nonce, our own origin check, a limit per network. It authorises
 * nothing; whoever gets past it meets the same guards in lib/web and in the database.
 */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  const { pathname } = request.nextUrl;
  const { method, headers } = request;
  const asked = { method, pathname, origin: headers.get("origin"), fetchSite: headers.get("sec-fetch-site") };
  if (!comesFromUs(asked, settings.origin)) {
    return refuse(403, "This request did not come from a page of this site, so nothing was changed. Open the page again and retry.");
  }
  if (!isAuthenticatedByRequest(pathname) && !pathname.startsWith("/api/health/")) {
    const verdict = await limiter(networkOf(headers.get(addressHeader) ?? ""));
    if (!verdict.allowed) {
      const wait = String(verdict.retryAfterSeconds);
      return refuse(429, `Too many requests from your network. Try again in ${wait} seconds.`, { "Retry-After": wait });
    }
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy({ nonce, formOrigins: settings.formOrigins, development: settings.development });
  const forwarded = new Headers(headers);
  forwarded.set(pathHeader, `${pathname}${request.nextUrl.search}`);
  forwarded.set("Content-Security-Policy", policy);
  return harden(NextResponse.next({ request: { headers: forwarded } }), pathname.startsWith("/api/") ? bareSecurityPolicy : policy);
}

/** Built files get their headers from next.config.ts and are not counted. */
export const config = { matcher: ["/((?!_next/static/).*)"] };
