import type ipaddr from "ipaddr.js";
import { isWithin, parseAddress as parse } from "@/lib/base/network";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const isProxy = (address: Address, trustedProxies: readonly string[]) => trustedProxies.some((network) => isWithin(address, network));

/** Whether an address is one of the proxies in front of web. */
export function isTrusted(address: string, trustedProxies: readonly string[]): boolean {
  const parsed = parse(address);
  return parsed !== null && isProxy(parsed, trustedProxies);
}

/**
 * The client's address: the socket's, unless that is a trusted proxy; then the last address in X-Forwarded-For that is not one.
 * What a client writes into the header itself stands further left, so it is never reached.
 * @param trustedProxies networks (CIDR) or addresses from TRUSTED_PROXIES
 */
export function clientAddress(socketAddress: string, forwardedFor: string | null, trustedProxies: readonly string[]): string {
  const socket = parse(socketAddress);
  if (!socket) return "unknown";
  let client = socket;
  const hops = (forwardedFor ?? "").split(",").toReversed();
  for (const hop of hops) {
    if (!isProxy(client, trustedProxies)) break;
    const next = parse(hop);
    if (!next) break;
    client = next;
  }
  return client.toNormalizedString();
}
