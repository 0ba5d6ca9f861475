import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js";
import { publicUrl, webEnv } from "@/lib/base/env";
import { isTrusted } from "@/lib/edge/client-address";
import { comesFromUs } from "@/lib/edge/origin";
import type { PlainRefusal } from "@/lib/edge/plain-reply";

const methods = ["GET", "HEAD", "POST"];
/** What goes with a 405 (RFC 9110, section 15.5.6). */
export const allow = { Allow: methods.join(", ") };

export type Verdict = { refusal: PlainRefusal; headers?: Record<string, string> } | { location: string };

/**
 * Looks at a request's head before anything acts on it: the form (RFC 9112), the scheme that it came by, where it leads and where it comes
 * from. Null when it may go on. Its Host is not asked for our name, since nothing that web answers depends on it.
 */
export function judgeRequest(request: IncomingMessage): Verdict | null {
  const { method = "", url: target = "", headers } = request;
  if (!methods.includes(method)) return { refusal: "method_not_allowed", headers: allow };
  if (request.httpVersionMajor !== 1 || !hasOneHost(request) || !plainTarget.test(target)) return { refusal: "bad_request" };
  const [pathname = ""] = target.split("?", 1);
  if (ambiguous.test(pathname) || !isUtf8(pathname) || !isTreeReadable(headers)) return { refusal: "bad_request" };
  if (cameUnencrypted(request)) {
    return method === "POST" ? { refusal: "not_encrypted" } : { location: `${new URL(publicUrl()).origin}${target}` };
  }
  if (frameworks.test(pathname)) return { refusal: "not_found" };
  const asked = { method, pathname, origin: headers.origin ?? null, fetchSite: first(headers["sec-fetch-site"]) };
  return comesFromUs(asked, new URL(publicUrl()).origin) ? null : { refusal: "foreign_origin" };
}

/** A path on this site, as browsers write one: whole addresses, backslashes and fragments would mean one path here and another to Next. */
const plainTarget = /^\/[!-"$-[\]-~]*$/;
/** Dot segments, and encoded dots and slashes, which only a proxy or a router further in would resolve. */
const ambiguous = /(^|\/)(\.|%2e){1,2}(\/|$)|%2f|%5c/i;
/** Pages and services of the framework's own, of which only the built files are used here. */
const frameworks = /^\/_(?!next\/static\/)|\.(rsc|segment\.rsc)$/;

const host = /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i;

/** One Host under HTTP/1.1, none or one under 1.0 (RFC 9112, section 3.2). */
function hasOneHost({ headersDistinct, httpVersionMinor }: IncomingMessage): boolean {
  const hosts = headersDistinct.host ?? [];
  if (hosts.length === 0) return httpVersionMinor === 0;
  return hosts.length === 1 && host.test(hosts[0] ?? "");
}

/** Whether the proxy in front says that the browser did not use TLS, although the site has an https address. */
function cameUnencrypted({ headers, socket }: IncomingMessage): boolean {
  if (!publicUrl().startsWith("https:") || !isTrusted(socket.remoteAddress ?? "", webEnv().TRUSTED_PROXIES)) return false;
  return first(headers["x-forwarded-proto"])?.split(",").at(-1)?.trim().toLowerCase() === "http";
}

/** Whether what is percent-encoded is UTF-8 (RFC 3986, 2.5). Next answers anything else with a 500. */
function isUtf8(pathname: string): boolean {
  try {
    return decodeURIComponent(pathname) !== "";
  } catch {
    return false;
  }
}

/**
 * Whether Next can read what its router sends along of the page that it shows: it answers what it cannot with a 500. Asked of its own
 * parser, so that no more and no less is refused, and only where it reads the header at all.
 */
function isTreeReadable({ rsc, "next-router-state-tree": tree }: IncomingHttpHeaders): boolean {
  if (rsc !== "1") return true;
  try {
    parseAndValidateFlightRouterState(tree);
    return true;
  } catch {
    return false;
  }
}

function first(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
