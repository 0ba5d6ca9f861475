import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Destination } from "@/lib/outbound/destination";
import type { outboundFetch } from "@/lib/outbound/fetch";
import { answering, certifiedName, fine, get, givenServer, listen, placeAt, publicPlace } from "./given-server";

/** The environment is read once a process, so each gets the client anew. */
describe.each(["staging", "production"])("in %s", (environment) => {
  let fetchThere: typeof outboundFetch;
  beforeAll(async () => {
    vi.resetModules();
    process.env.HOLDFAST_ENV = environment;
    fetchThere = (await import("@/lib/outbound/fetch")).outboundFetch;
  });
  afterAll(() => {
    process.env.HOLDFAST_ENV = "sandbox";
    vi.resetModules();
  });

  test("a destination on this machine is refused by address and by name, though its configuration says so", async () => {
    const server = await givenServer(fine);
    await expect(fetchThere(server.destination, server.url, get)).rejects.toMatchObject({ kind: "refused", why: "sandbox_only" });
    const named = placeAt(`${certifiedName}:${server.port}`);
    const resolver = answering(["127.0.0.1"]);
    await expect(fetchThere(named.destination, named.url, get, resolver)).rejects.toMatchObject({ why: "sandbox_only" });
    expect(resolver.asked).toEqual([]);
    expect(server.connections()).toBe(0);
  });

  test("plain http is refused", async () => {
    const { port, connections } = await listen(createServer());
    const host = `127.0.0.1:${port}`;
    const plain: Destination = { belongsTo: { processor: "breached-passwords" }, host, authority: null, plain: true };
    await expect(fetchThere(plain, new URL(`http://${host}/`), get)).rejects.toMatchObject({ kind: "refused", why: "sandbox_only" });
    expect(connections()).toBe(0);
  });

  test.each(["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:7f00:1]", "localhost", "93.184.215.14"])(
    "%s is refused as a public host before any look-up",
    async (host) => {
      const { port, connections } = await givenServer(fine);
      const resolver = answering(["127.0.0.1"]);
      for (const place of [publicPlace(host), publicPlace(`${host}:${port}`)]) {
        const call = fetchThere(place.destination, place.url, get, resolver);
        await expect(call).rejects.toMatchObject({ kind: "refused", why: "not_public" });
      }
      expect(resolver.asked).toEqual([]);
      expect(connections()).toBe(0);
    },
  );

  test("a public name that answers with a loopback or private address is refused", async () => {
    const { destination, url } = publicPlace("calendar.example");
    for (const address of ["127.0.0.1", "10.0.0.1", "::1"]) {
      const call = fetchThere(destination, url, get, answering([address]));
      await expect(call).rejects.toMatchObject({ kind: "refused", why: "not_public" });
    }
  });
});
