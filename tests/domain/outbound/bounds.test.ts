import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Resolver } from "@/lib/outbound/checked-lookup";
import { outboundFetch } from "@/lib/outbound/fetch";
import { type Answer, fine, get, givenServer, givenTcp, placeAt } from "./given-server";

const soon = { ...get, timeoutMs: 300 };
/** Writes a little again and again, for as long as the connection lives. */
const drip: (write: () => void, end: (stop: () => void) => void) => void = (write, end) => {
  const timer = setInterval(write, 10);
  end(() => clearInterval(timer));
};

test("a name that is never resolved ends the call, and its late answer starts nothing", async () => {
  const { port, connections } = await givenServer(fine);
  let answer: (address: string) => void = () => undefined;
  const late = new Promise<string>((resolve) => {
    answer = resolve;
  });
  const resolver: Resolver = async () => [{ address: await late, family: 4 }];
  const { destination, url } = placeAt(`platform.example:${port}`);
  await expect(outboundFetch(destination, url, soon, resolver)).rejects.toMatchObject({ kind: "failed", why: "timeout" });
  answer("127.0.0.1");
  // A connection that the late answer had started would be taken before this one.
  expect((await outboundFetch(destination, url, get, async () => [{ address: "127.0.0.1", family: 4 }])).text).toBe("fine");
  expect(connections()).toBe(1);
});

test("a handshake that is never answered ends the call", async () => {
  const { destination, url } = await givenTcp(() => undefined);
  await expect(outboundFetch(destination, url, soon)).rejects.toMatchObject({ kind: "failed", why: "timeout" });
});

test.each<[string, Answer]>([
  ["is never answered", () => undefined],
  [
    "is answered with headers that trickle",
    (request) => {
      const { socket } = request;
      socket.write("HTTP/1.1 200 OK\r\nslow: ");
      drip(
        () => socket.write("x"),
        (stop) => socket.on("close", stop),
      );
    },
  ],
  [
    "is answered with a body that trickles",
    (_, response) =>
      drip(
        () => response.write("."),
        (stop) => response.on("close", stop),
      ),
  ],
  [
    "is answered with one interim reply after the other",
    (_, response) =>
      drip(
        () => response.writeProcessing(),
        (stop) => response.on("close", stop),
      ),
  ],
])("a call that %s ends when its time is up, and its connection with it", async (_, answer) => {
  const closed = Promise.withResolvers<void>();
  const { destination, url } = await givenServer((request, response) => {
    request.socket.on("close", () => closed.resolve());
    answer(request, response);
  });
  await expect(outboundFetch(destination, url, soon)).rejects.toMatchObject({ kind: "failed", why: "timeout" });
  await closed.promise;
});

test("an endless answer is cut off at its bound", async () => {
  const { destination, url } = await givenServer((_, response) => {
    const block = Buffer.alloc(256 * 1024);
    const pour = () => {
      while (!response.destroyed && response.write(block));
    };
    response.on("drain", pour);
    pour();
  });
  await expect(outboundFetch(destination, url, get)).rejects.toMatchObject({ kind: "failed", why: "too_large" });
});

test("a caller's own bound holds to the byte, whether the length is told beforehand or not", async () => {
  const told = await givenServer((_, response) => response.end("123456"));
  const untold = await givenServer((_, response) => response.write("123", () => response.end("456")));
  for (const { destination, url } of [told, untold]) {
    expect((await outboundFetch(destination, url, { ...get, mostBytes: 6 })).text).toBe("123456");
    await expect(outboundFetch(destination, url, { ...get, mostBytes: 5 })).rejects.toMatchObject({ why: "too_large" });
  }
});

test("a length that is told as too long ends the call before the body", async () => {
  const { destination, url } = await givenServer((_, response) => response.writeHead(200, { "content-length": "5000000" }).write("."));
  await expect(outboundFetch(destination, url, get)).rejects.toMatchObject({ kind: "failed", why: "too_large" });
});

test("no compression is asked for, and a compressed answer is none", async () => {
  const { destination, url, asked } = await givenServer((_, response) =>
    response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(1_000_000))),
  );
  await expect(outboundFetch(destination, url, get)).rejects.toMatchObject({ kind: "failed", why: "encoded" });
  expect(asked[0]?.headers["accept-encoding"]).toBeUndefined();
});

test("headers longer than 16 KiB are no answer", async () => {
  const { destination, url } = await givenServer((_, response) => response.writeHead(200, { long: "x".repeat(20_000) }).end());
  await expect(outboundFetch(destination, url, get)).rejects.toMatchObject({ kind: "failed", why: "HPE_HEADER_OVERFLOW" });
});

test("an answer that breaks off is no answer", async () => {
  const { destination, url } = await givenServer((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.destroy());
  });
  await expect(outboundFetch(destination, url, get)).rejects.toMatchObject({ kind: "failed", why: "broken_off" });
});

test.each([
  ["with its length told", "content-length: 4\r\n\r\nfine"],
  ["with none told, as the connection's end is its own", "\r\nfine"],
])("an answer %s whose connection closes behind it is whole", async (_, rest) => {
  const { destination, url } = await givenServer(({ socket }) => socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n${rest}`));
  expect((await outboundFetch(destination, url, get)).text).toBe("fine");
});

test("a switch to another protocol is no answer", async () => {
  const { destination, url } = await givenServer(({ socket }) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n");
  });
  await expect(outboundFetch(destination, url, get)).rejects.toMatchObject({ kind: "failed", why: "connection" });
});
