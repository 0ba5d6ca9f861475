import { BlockList, isIP, isIPv6 } from "node:net";

function listOf(...subnets: string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = "", bits] = subnet.split("/");
    list.addSubnet(address, Number(bits), isIPv6(address) ? "ipv6" : "ipv4");
  }
  return list;
}

/** IANA's special-purpose IPv4 registry (RFC 6890) and multicast, and the one cloud that keeps its metadata on a public address. */
const specialIpv4 = listOf(
  "0.0.0.0/8", // this network, unspecified
  "10.0.0.0/8", // private
  "100.64.0.0/10", // shared by carriers (RFC 6598); Alibaba's metadata
  "127.0.0.0/8", // loopback
  "168.63.129.16/32", // Azure's host services
  "169.254.0.0/16", // link-local; most clouds' metadata
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments; Oracle's metadata
  "192.0.2.0/24", // documentation
  "192.31.196.0/24", // AS112
  "192.52.193.0/24", // AMT
  "192.88.99.0/24", // 6to4 relays, deprecated
  "192.168.0.0/16", // private
  "192.175.48.0/24", // AS112
  "198.18.0.0/15", // benchmarking
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
);

/** All global unicast there is (RFC 4291). Outside lie ::, ::1, mapped, compatible, NAT64, 100::/64, 5f00::/16, ULA, link-local, multicast. */
const unicastIpv6 = listOf("2000::/3");

/** What of global unicast is none: IANA's special-purpose IPv6 registry. */
const specialIpv6 = listOf(
  "2001::/23", // protocol assignments: Teredo, benchmarking, ORCHID
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4, which carries any IPv4 address
  "2620:4f:8000::/48", // AS112
  "3fff::/20", // documentation
);

const loopback = listOf("127.0.0.0/8", "::1/128");

/** Whether an address, as a resolver or a parsed URL gives it, is one that anybody on the internet reaches. False for any other text. */
export function isPublicAddress(address: string): boolean {
  const version = address.includes("%") ? 0 : isIP(address);
  if (version === 4) return !specialIpv4.check(address, "ipv4");
  return version === 6 && unicastIpv6.check(address, "ipv6") && !specialIpv6.check(address, "ipv6");
}

/** Whether an address is this machine's own, in its plain form: an IPv4 address in IPv6 form is not. */
export function isLoopbackAddress(address: string): boolean {
  const version = /^::ffff:|%/i.test(address) ? 0 : isIP(address);
  return version !== 0 && loopback.check(address, version === 6 ? "ipv6" : "ipv4");
}
