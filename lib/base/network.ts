import ipaddr from "ipaddr.js";

/** An IP address from its text, with brackets and a port tolerated; null for anything else. An IPv4 address in IPv6 form is the IPv4 one. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = text.trim().replace(/^\[([^\]]+)\](:\d+)?$/, "$1");
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null;
}

/** The network that limits count by: the IPv4 address itself, or the /64 of an IPv6 one, which one household or host is given whole. */
export function networkOf(address: string): string {
  const parsed = parseAddress(address);
  if (!parsed) return "unknown";
  return parsed instanceof ipaddr.IPv6 ? prefix(parsed, 64) : parsed.toString();
}

/** The /48 of an IPv6 address, of which one customer can hold every /64; null for an IPv4 one. */
export function siteOf(address: string): string | null {
  const parsed = parseAddress(address);
  return parsed instanceof ipaddr.IPv6 ? prefix(parsed, 48) : null;
}

/** A network as the access log and counts of refusals know it, too coarse to tell a household: the IPv4 /24 or the IPv6 /48. */
export function coarseNetworkOf(address: string): string {
  const parsed = parseAddress(address);
  if (!parsed) return "unknown";
  if (parsed instanceof ipaddr.IPv6) return prefix(parsed, 48);
  return `${parsed.octets.slice(0, 3).join(".")}.0/24`;
}

function prefix(address: ipaddr.IPv6, bits: 48 | 64): string {
  const parts = address.parts.slice(0, bits / 16).map((part) => part.toString(16));
  return `${parts.join(":")}::/${bits}`;
}

/** Whether a text names a network (CIDR) or an address, so that addresses can be compared to it. */
export function isNetwork(text: string): boolean {
  return text.includes("/") ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text);
}

/**
 * A network (CIDR) or a single address, spelt in one way: the bits behind the prefix are zero, an IPv4 address in IPv6 form is the IPv4
 * one. Null for anything else. `bits` are those of the prefix.
 */
export function parseNetwork(text: string): { cidr: string; bits: number; isIPv4: boolean } | null {
  const [address = "", prefixText, ...rest] = text.trim().split("/");
  // No other spelling of IPv4 is taken, of which one and the same means several addresses.
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  const parsed = rest.length === 0 && isAddress ? ipaddr.process(address) : null;
  if (!parsed || (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText))) return null;
  const isIPv4 = parsed instanceof ipaddr.IPv4;
  const most = isIPv4 ? 32 : 128;
  // "::ffff:10.0.0.0/104" is 10.0.0.0/8.
  const mapped = isIPv4 && address.includes(":") ? 96 : 0;
  const bits = prefixText === undefined ? most : Number(prefixText) - mapped;
  if (bits < 0 || bits > most) return null;
  const base = isIPv4
    ? ipaddr.IPv4.networkAddressFromCIDR(`${parsed.toString()}/${bits}`)
    : ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${bits}`);
  return { cidr: `${base.toString()}/${bits}`, bits, isIPv4 };
}

/** Whether an address lies in a network (CIDR), or is the one that a text names. */
export function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const [base, bits] = network.includes("/") ? ipaddr.parseCIDR(network) : [ipaddr.parse(network), null];
  if (base.kind() !== address.kind()) return false;
  return bits === null ? base.toNormalizedString() === address.toNormalizedString() : address.match(base, bits);
}
