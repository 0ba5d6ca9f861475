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

function prefix(address: ipaddr.IPv6, bits: 48 | 64): string {
  const parts = address.parts.slice(0, bits / 16).map((part) => part.toString(16));
  return `${parts.join(":")}::/${bits}`;
}

/** Whether a text names a network (CIDR) or an address, so that addresses can be compared to it. */
export function isNetwork(text: string): boolean {
  return text.includes("/") ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text);
}
