import { describe, expect, test } from "vitest";
import { parseSettings, schemas } from "@/lib/base/env";
import { networkOf } from "@/lib/base/network";
import { clientAddress } from "@/lib/edge/client-address";

describe("the client's address", () => {
  test("is the socket's where no proxy is trusted, whatever the header claims", () => {
    expect(clientAddress("203.0.113.9", "198.51.100.1", [])).toBe("203.0.113.9");
  });

  test("is what a trusted proxy wrote last, not what the client wrote before it", () => {
    expect(clientAddress("10.0.0.2", "1.2.3.4, 198.51.100.1", ["10.0.0.0/8"])).toBe("198.51.100.1");
  });

  test("lies before the whole chain of trusted proxies", () => {
    expect(clientAddress("10.0.0.2", "198.51.100.1, 10.0.0.7", ["10.0.0.0/8"])).toBe("198.51.100.1");
  });

  test("stays the proxy's where the header is no address", () => {
    expect(clientAddress("10.0.0.2", "<script>", ["10.0.0.0/8"])).toBe("10.0.0.2");
  });

  test("is one address, however IPv4 is dressed up in IPv6", () => {
    expect(clientAddress("::ffff:203.0.113.9", null, [])).toBe("203.0.113.9");
    expect(clientAddress("::ffff:10.0.0.2", "198.51.100.1", ["10.0.0.0/8"])).toBe("198.51.100.1");
  });
});

describe("the network that limits count by", () => {
  test("is one for all addresses of an IPv6 /64", () => {
    expect(networkOf("2001:db8:1:2:aaaa::1")).toBe(networkOf("2001:db8:1:2:bbbb::2"));
    expect(networkOf("2001:db8:1:2::1")).not.toBe(networkOf("2001:db8:1:3::1"));
  });

  test("is the address itself for IPv4", () => {
    expect(networkOf("203.0.113.9")).not.toBe(networkOf("203.0.113.10"));
  });
});

test.each(["10.0.0.0/40", "proxy.example", "10.0.0.0/8,,x"])("%s as TRUSTED_PROXIES keeps web from starting", (given) => {
  const settings = () => parseSettings(schemas.web.pick({ TRUSTED_PROXIES: true }), { TRUSTED_PROXIES: given });
  expect(settings).toThrow(/TRUSTED_PROXIES: must be networks/);
});
