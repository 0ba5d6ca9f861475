import { expect, test } from "vitest";
import { isLoopbackAddress, isPublicAddress } from "@/lib/outbound/public-address";
import { isPublicHost } from "@/lib/outbound/public-host";

/** The first and last address of each range that is not public, and the public ones just outside. */
const ranges: [what: string, notPublic: string[], publicBeside: string[]][] = [
  ["this network", ["0.0.0.0", "0.255.255.255"], ["1.0.0.0"]],
  ["private 10/8", ["10.0.0.0", "10.255.255.255"], ["9.255.255.255", "11.0.0.0"]],
  ["shared by carriers", ["100.64.0.0", "100.100.100.200", "100.127.255.255"], ["100.63.255.255", "100.128.0.0"]],
  ["loopback", ["127.0.0.1", "127.255.255.255"], ["126.255.255.255", "128.0.0.0"]],
  ["Azure's host", ["168.63.129.16"], ["168.63.129.15", "168.63.129.17"]],
  ["link-local and metadata", ["169.254.0.0", "169.254.169.254", "169.254.255.255"], ["169.253.255.255", "169.255.0.0"]],
  ["private 172.16/12", ["172.16.0.0", "172.31.255.255"], ["172.15.255.255", "172.32.0.0"]],
  ["protocol assignments", ["192.0.0.0", "192.0.0.192", "192.0.0.255"], ["192.0.1.0"]],
  ["documentation", ["192.0.2.1", "198.51.100.1", "203.0.113.255"], ["192.0.3.0", "198.51.101.0", "203.0.114.0"]],
  ["AS112, AMT and 6to4 relays", ["192.31.196.1", "192.52.193.1", "192.88.99.1", "192.175.48.1", "2620:4f:8000::1"], ["192.88.98.255"]],
  ["private 192.168/16", ["192.168.0.0", "192.168.255.255"], ["192.167.255.255", "192.169.0.0"]],
  ["benchmarking", ["198.18.0.0", "198.19.255.255"], ["198.17.255.255", "198.20.0.0"]],
  ["multicast, reserved and broadcast", ["224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255"], ["223.255.255.255"]],
  ["unspecified and loopback in IPv6", ["::", "::1", "0:0:0:0:0:0:0:1"], []],
  ["IPv4-mapped", ["::ffff:127.0.0.1", "::ffff:7f00:1", "::FFFF:10.0.0.1", "::ffff:93.184.215.14", "0:0:0:0:0:ffff:7f00:1"], []],
  ["IPv4-compatible and -translated", ["::127.0.0.1", "::5db8:d70e", "::ffff:0:7f00:1"], []],
  ["NAT64", ["64:ff9b::127.0.0.1", "64:ff9b::5db8:d70e", "64:ff9b:1::1", "64:ff9b:1:ffff::1"], []],
  ["discard-only and segment routing", ["100::1", "100:0:0:1::1", "5f00::1"], []],
  ["Teredo and other assignments", ["2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1", "2001:1ff:ffff::1"], ["2001:200::1"]],
  ["documentation in IPv6", ["2001:db8::1", "2001:DB8:FFFF::1", "3fff::1", "3fff:fff:ffff::1"], ["2001:db9::1", "3fff:1000::1"]],
  ["6to4", ["2002:7f00:1::", "2002::1", "2002:5db8:d70e::1"], ["2003::1"]],
  ["unique local", ["fc00::1", "fd00:ec2::254", "fdff:ffff::1"], []],
  ["link-local and site-local", ["fe80::1", "febf::1", "fec0::1", "feff::1"], []],
  ["multicast in IPv6", ["ff00::1", "ff02::1", "ff0e::1"], []],
  ["outside global unicast", ["1fff:ffff::1", "4000::1", "8000::1"], ["2400:cb00::1", "2a00:1450:4001::1"]],
  ["with a zone", ["fe80::1%eth0", "2a00:1450:4001::1%eth0", "::1%1"], []],
  [
    "no plain address",
    ["127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "93.184.215.14.", "[::1]", "localhost", "", " 93.184.215.14"],
    [],
  ],
];

test.each(ranges)("%s: not public, and its neighbours are", (_, notPublic, publicBeside) => {
  expect(notPublic.filter(isPublicAddress)).toEqual([]);
  expect(publicBeside.filter((address) => !isPublicAddress(address))).toEqual([]);
});

test("loopback is 127/8 and ::1 in their plain forms, and nothing else", () => {
  expect(["127.0.0.1", "127.255.255.254", "::1"].filter((address) => !isLoopbackAddress(address))).toEqual([]);
  const others = ["0.0.0.0", "::", "128.0.0.1", "::ffff:127.0.0.1", "::FFFF:7f00:1", "::127.0.0.1", "::1%lo", "::2", "127.1", "localhost"];
  expect(others.filter(isLoopbackAddress)).toEqual([]);
});

test.each(["api.fieldnation.com", "API.FieldNation.COM", "a.b.example", "xn--bcher-kva.example", "bücher.example", "1.2.3.4.example"])(
  "%s is the name of a public host",
  (host) => expect(isPublicHost(host)).toBe(true),
);

test.each([
  ["an address", ["93.184.215.14", "127.0.0.1", "[::1]", "[2a00:1450:4001::1]", "[::ffff:7f00:1]", "::1"]],
  [
    "an address in decimal, octal, hexadecimal or short",
    ["2130706433", "017700000001", "0177.0.0.1", "0x7f000001", "0x7f.1", "127.1", "0"],
  ],
  ["an address in other letters", ["１２７.０.０.１", "127。0。0。1", "①②⑦.0.0.1", "%31%32%37.0.0.1", "127.0.0.%31"]],
  ["an address with a dot after it", ["127.0.0.1.", "0x7f.1."]],
  ["an address with a zone", ["[fe80::1%eth0]", "[fe80::1%25eth0]"]],
  ["a name of this machine or its network", ["localhost", "LOCALHOST", "ⓛocalhost", "localhost.", "x.localhost", "nas.local", "vault"]],
  ["a name that public DNS has not", ["metadata.google.internal", "router.home.arpa", "a.test", "a.invalid", "a.onion", "a.alt"]],
  ["a name with a dot too many", ["api.fieldnation.com.", "a..b", ".a.example"]],
  ["another port", ["api.fieldnation.com:8443", "api.fieldnation.com:80"]],
  [
    "more than a host",
    ["a.example@127.0.0.1", "a.example/", "a.example?", "a.example#", "a.example\\@b.example", "a.example ", "a.exa\tmple", ""],
  ],
])("%s is none", (_, hosts) => expect(hosts.filter(isPublicHost)).toEqual([]));
