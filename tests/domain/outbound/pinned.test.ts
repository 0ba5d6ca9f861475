import { expect, test } from "vitest";
import { outboundFetch } from "@/lib/outbound/fetch";
import { answering, certifiedName, fine, get, givenServer, placeAt, publicPlace } from "./given-server";

const says =
  (text: string) =>
  (_: unknown, response: { end: (text: string) => void }): void =>
    response.end(text);

/** Two servers on one port of two loopback addresses. */
async function givenTwins() {
  const first = await givenServer(says("first"));
  const second = await givenServer(says("second"), {}, "127.0.0.2", first.port);
  return { first, second, ...placeAt(`${certifiedName}:${first.port}`) };
}

test("a connection goes to the address that was judged, and the name is resolved once for it", async () => {
  const { second, first, destination, url } = await givenTwins();
  const resolver = answering(["127.0.0.1"], ["127.0.0.2"]);
  expect((await outboundFetch(destination, url, get, resolver)).text).toBe("first");
  expect(resolver.asked).toEqual([certifiedName]);
  expect([first.connections(), second.connections()]).toEqual([1, 0]);
});

test("the other side still hears the name, in the handshake and in the request", async () => {
  let servername: string | false | null = null;
  const { port, asked } = await givenServer((request, response) => {
    servername = (request.socket as { servername?: string }).servername ?? null;
    response.end();
  });
  const { destination, url } = placeAt(`${certifiedName}:${port}`);
  await outboundFetch(destination, url, get, answering(["127.0.0.1"]));
  expect(servername).toBe(certifiedName);
  expect(asked[0]?.headers.host).toBe(`${certifiedName}:${port}`);
});

test("the certificate must be for the name, whatever the address", async () => {
  const { port, asked } = await givenServer(fine);
  const { destination, url } = placeAt(`elsewhere.example:${port}`);
  const call = outboundFetch(destination, url, get, answering(["127.0.0.1"]));
  await expect(call).rejects.toMatchObject({ kind: "failed", why: "ERR_TLS_CERT_ALTNAME_INVALID" });
  expect(asked).toEqual([]);
});

test("the next judged address serves when the first takes no connection", async () => {
  const { port, connections } = await givenServer(says("second"), {}, "127.0.0.2");
  const { destination, url } = placeAt(`${certifiedName}:${port}`);
  const resolver = answering(["127.0.0.1", "127.0.0.2"]);
  expect((await outboundFetch(destination, url, get, resolver)).text).toBe("second");
  expect(connections()).toBe(1);
});

test("a name that was this machine's and is the network's the next time is refused the next time", async () => {
  const { port, connections } = await givenServer((_, response) => response.writeHead(200, { connection: "close" }).end());
  const { destination, url } = placeAt(`${certifiedName}:${port}`);
  const resolver = answering(["127.0.0.1"], ["10.0.0.1"]);
  await outboundFetch(destination, url, get, resolver);
  await expect(outboundFetch(destination, url, get, resolver)).rejects.toMatchObject({ kind: "refused", why: "not_public" });
  expect(connections()).toBe(1);
});

test.each([
  ["only private", ["10.0.0.7"]],
  ["loopback", ["127.0.0.1"]],
  ["loopback in IPv6", ["::1"]],
  ["the unspecified address", ["0.0.0.0"]],
  ["the unspecified address in IPv6", ["::"]],
  ["a public address and a private one", ["93.184.215.14", "127.0.0.1"]],
  ["a private address and a public one", ["127.0.0.1", "93.184.215.14"]],
  ["public and private by family", ["93.184.215.14", "::1"]],
  ["loopback in an IPv6 coat", ["::ffff:127.0.0.1"]],
  ["a cloud's metadata, behind whatever alias", ["169.254.169.254"]],
  ["no text of an address", ["internal"]],
])("a public name that answers with %s is refused and nothing is sent", async (_, addresses) => {
  const { connections } = await givenServer(fine);
  const { destination, url } = publicPlace("calendar.example");
  const call = outboundFetch(destination, url, get, answering(addresses));
  await expect(call).rejects.toMatchObject({ kind: "refused", why: "not_public" });
  expect(connections()).toBe(0);
});

test("a name without an address is refused, and one that is not there fails", async () => {
  const { destination, url } = publicPlace("calendar.example");
  await expect(outboundFetch(destination, url, get, answering([]))).rejects.toMatchObject({ kind: "refused", why: "no_address" });
  const absent = () => Promise.reject(Object.assign(new Error("no calendar.example"), { code: "ENOTFOUND" }));
  await expect(outboundFetch(destination, url, get, absent)).rejects.toMatchObject({ kind: "failed", why: "ENOTFOUND" });
});

test.each(["93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1"])(
  "a destination on this machine whose name answers with %s is refused",
  async (address) => {
    const { port, connections } = await givenServer(fine);
    const { destination, url } = placeAt(`${certifiedName}:${port}`);
    const call = outboundFetch(destination, url, get, answering(["127.0.0.1", address]));
    await expect(call).rejects.toMatchObject({ kind: "refused", why: "not_public" });
    expect(connections()).toBe(0);
  },
);
