import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { callbackify } from "node:util";
import { type Destination, isOnThisMachine, nameOf } from "@/lib/outbound/destination";
import { OutboundError } from "@/lib/outbound/outbound-error";
import { isLoopbackAddress, isPublicAddress } from "@/lib/outbound/public-address";

/** All addresses of a name. */
export type Resolver = (hostname: string) => Promise<LookupAddress[]>;

/** The system's own resolver, hosts file included: what it answers is judged like any other answer. */
export const systemResolver: Resolver = (hostname) => lookup(hostname, { all: true });

/**
 * How a connection to a destination finds its address. The name is resolved once a connection, every address of the answer is judged,
 * and the connection is made to one of exactly these: a name that answers otherwise the next moment (DNS rebinding) changes nothing.
 * One address that is not public refuses the whole answer; a destination on this machine may have loopback addresses alone.
 * It answers with all of them, so the socket needs `autoSelectFamily`. The connection fails with an OutboundError: `not_public`, or
 * `no_address` for an empty answer.
 */
export function checkedLookup(destination: Destination, resolver: Resolver): LookupFunction {
  const mayConnect = isOnThisMachine(destination) ? isLoopbackAddress : isPublicAddress;
  const refused = (why: string) => new OutboundError("refused", nameOf(destination), why);
  const judge = callbackify(async (hostname: string) => {
    const addresses = await resolver(hostname);
    if (addresses.length === 0) throw refused("no_address");
    if (!addresses.every(({ address }) => mayConnect(address))) throw refused("not_public");
    return addresses;
  });
  return (hostname, _, callback) => judge(hostname, (error, addresses) => (error ? callback(error, "") : callback(null, addresses)));
}
