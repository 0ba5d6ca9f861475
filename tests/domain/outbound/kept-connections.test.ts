import { expect, test } from "vitest";
import type { Destination } from "@/lib/outbound/destination";
import { outboundFetch } from "@/lib/outbound/fetch";
import { answering, certifiedName, fine, get, givenServer, otherAuthority, placeAt } from "./given-server";

test("calls to a platform share a connection, and the name is resolved once for all of them", async () => {
  const { port, connections, asked } = await givenServer(fine);
  const { destination, url } = placeAt(`${certifiedName}:${port}`);
  const resolver = answering(["127.0.0.1"], ["10.0.0.1"]);
  for (let call = 0; call < 3; call += 1) await outboundFetch(destination, url, get, resolver);
  expect(asked).toHaveLength(3);
  expect(connections()).toBe(1);
  expect(resolver.asked).toHaveLength(1);
});

test("calls to anybody else have a connection each", async () => {
  const { destination, url, connections } = await givenServer(fine);
  const other: Destination = { ...destination, belongsTo: { processor: "breached-passwords" } };
  await outboundFetch(other, url, get);
  await outboundFetch(other, url, get);
  await outboundFetch(destination, url, get);
  await outboundFetch(other, url, get);
  expect(connections()).toBe(4);
});

test("a kept connection serves its own destination only: another authority is asked for its own certificate", async () => {
  const { destination, url, connections, asked } = await givenServer(fine);
  await outboundFetch(destination, url, get);
  const other = { ...destination, authority: await otherAuthority() };
  await expect(outboundFetch(other, url, get)).rejects.toMatchObject({ kind: "failed", why: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
  expect(connections()).toBe(2);
  expect(asked).toHaveLength(1);
});

test("a kept connection serves its own name only: another name on the same address is resolved and verified", async () => {
  const { port, asked } = await givenServer(fine);
  const known = placeAt(`${certifiedName}:${port}`);
  await outboundFetch(known.destination, known.url, get, answering(["127.0.0.1"]));
  const other = placeAt(`elsewhere.example:${port}`);
  const call = outboundFetch(other.destination, other.url, get, answering(["127.0.0.1"]));
  await expect(call).rejects.toMatchObject({ kind: "failed", why: "ERR_TLS_CERT_ALTNAME_INVALID" });
  expect(asked).toHaveLength(1);
});

/** Answers the first request of each connection and resets the connection at its second. */
async function givenForgetful() {
  const seen = new Map<object, number>();
  return await givenServer((request, response) => {
    const count = (seen.get(request.socket) ?? 0) + 1;
    seen.set(request.socket, count);
    if (count === 1) response.end("fine");
    else request.socket.destroy();
  });
}

test("reading is tried once more when a kept connection has ended, on a new one", async () => {
  const { port, connections, asked } = await givenForgetful();
  const { destination, url } = placeAt(`${certifiedName}:${port}`);
  await outboundFetch(destination, url, get, answering(["127.0.0.1"]));
  expect((await outboundFetch(destination, url, get, answering(["127.0.0.1"]))).text).toBe("fine");
  expect([connections(), asked.length]).toEqual([2, 3]);
});

test("the new connection's address is judged like the first one's", async () => {
  const { port, connections } = await givenForgetful();
  const { destination, url } = placeAt(`${certifiedName}:${port}`);
  const resolver = answering(["127.0.0.1"], ["10.0.0.1"]);
  await outboundFetch(destination, url, get, resolver);
  await expect(outboundFetch(destination, url, get, resolver)).rejects.toMatchObject({ kind: "refused", why: "not_public" });
  expect(connections()).toBe(1);
});

test("what changes something is sent once, whatever became of the connection", async () => {
  const { destination, url, asked } = await givenForgetful();
  await outboundFetch(destination, url, get);
  const post = { method: "POST", body: "accept" } as const;
  await expect(outboundFetch(destination, url, post)).rejects.toMatchObject({ kind: "failed", why: "ECONNRESET" });
  expect(asked.map(({ method }) => method)).toEqual(["GET", "POST"]);
});

test("a call that was cut off leaves no connection behind for the next", async () => {
  const { destination, url, connections } = await givenServer((_, response) => response.end("too long for this caller"));
  await expect(outboundFetch(destination, url, { ...get, mostBytes: 3 })).rejects.toMatchObject({ why: "too_large" });
  await outboundFetch(destination, url, get);
  expect(connections()).toBe(2);
});
