import { isIP } from "node:net";

/** Names that public DNS does not answer for (RFC 6761, 6762, 7686, 8375, 9476, and ICANN's .internal). */
const specialTops = ["localhost", "local", "internal", "test", "invalid", "onion", "alt", "arpa"];

/**
 * The one spelling of a host and, where it is not 443, port; null for a text that is more than that. Every spelling of an IPv4 address
 * (decimal, octal, hexadecimal, short, percent-encoded, in full-width digits) becomes the dotted one (WHATWG URL).
 */
export function canonicalHost(host: string): string | null {
  if (/[\\/?#@\s]/.test(host)) return null;
  return URL.canParse(`https://${host}/`) ? new URL(`https://${host}/`).host : null;
}

/** An address, without an IPv6 one's brackets, that stands where a name could; null for a name. Takes a parsed URL's hostname. */
export function addressIn(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  return isIP(bare) === 0 ? null : bare;
}

/** Whether a host is a name that only public DNS can answer for, on port 443: no address, no name of this machine or its network. */
export function isPublicHost(host: string): boolean {
  const canonical = canonicalHost(host);
  if (canonical === null || canonical.includes(":") || addressIn(canonical) !== null) return false;
  const labels = canonical.split(".");
  return labels.length > 1 && !labels.includes("") && !specialTops.includes(labels.at(-1) ?? "");
}
