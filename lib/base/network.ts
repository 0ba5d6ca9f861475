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
  if (parsed.kind() === "ipv4") return parsed.toString();
  const parts = (parsed as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${parts.join(":")}::/64`;
}
