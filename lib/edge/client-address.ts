import ipaddr from "ipaddr.js";
import { parseAddress as parse } from "@/lib/base/network";

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const [base, bits] = network.includes("/") ? ipaddr.parseCIDR(network) : [ipaddr.parse(network), null];
  if (base.kind() !== address.kind()) return false;
  return bits === null ? base.toNormalizedString() === address.toNormalizedString() : address.match(base, bits);
}

/** Whether an address is one of the proxies in front of web. */
export function isTrusted(address: string, trustedProxies: readonly string[]): boolean {
  const parsed = parse(address);
  return parsed !== null && trustedProxies.some((network) => isWithin(parsed, network));
}

/**
 * The client's address: the socket's, unless that is a trusted proxy; then the last address in X-Forwarded-For that is not one.
 * What a client writes into the header itself stands further left, so it is never reached.
 * @param trustedProxies networks (CIDR) or addresses from TRUSTED_PROXIES
 */
export function clientAddress(socketAddress: string, forwardedFor: string | null, trustedProxies: readonly string[]): string {
  const trusts = (address: ipaddr.IPv4 | ipaddr.IPv6) => trustedProxies.some((network) => isWithin(address, network));
  const socket = parse(socketAddress);
  if (!socket) return "unknown";
  let client = socket;
  const hops = (forwardedFor ?? "").split(",").toReversed();
  for (const hop of hops) {
    if (!trusts(client)) break;
    const next = parse(hop);
    if (!next) break;
    client = next;
  }
  return client.toNormalizedString();
}
