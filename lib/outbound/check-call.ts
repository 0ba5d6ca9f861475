import { environment } from "@/lib/base/env";
import { type Destination, isOnThisMachine } from "@/lib/outbound/destination";
import { isLoopbackAddress } from "@/lib/outbound/public-address";
import { addressIn, canonicalHost, isPublicHost } from "@/lib/outbound/public-host";

/** Set by the client itself: a caller's would name another host, or ask for a reply whose size cannot be told beforehand. */
const ownHeaders = ["host", "connection", "content-length", "transfer-encoding", "accept-encoding", "expect", "upgrade", "te", "trailer"];

/**
 * Why a call may not be made, known before any name is looked up; null when it may.
 * @returns `address` when the URL is not the destination's, `header` for a header that is the client's own, `sandbox_only` for a
 *   destination on this machine outside the sandbox, `not_public` for one that is neither public nor on this machine.
 */
export function whyRefused(destination: Destination, url: URL, headers: Record<string, string>): string | null {
  const scheme = destination.plain === true ? "http:" : "https:";
  if (url.protocol !== scheme || url.username !== "" || url.password !== "") return "address";
  if (url.host !== canonicalHost(destination.host)) return "address";
  if (Object.keys(headers).some((name) => ownHeaders.includes(name.toLowerCase()))) return "header";
  if (!isOnThisMachine(destination)) return isPublicHost(url.host) ? null : "not_public";
  if (environment() !== "sandbox") return "sandbox_only";
  const address = addressIn(url.hostname);
  return address === null || isLoopbackAddress(address) ? null : "not_public";
}
