import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createPlainServer, type IncomingMessage, type Server as PlainServer, type ServerResponse } from "node:http";
import { createServer, type Server, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Destination } from "@/lib/outbound/destination";
import { outboundFetch } from "@/lib/outbound/fetch";
import { makeAuthority, type ServerTls } from "@/sandbox/platform/make-authority";

const folder = mkdtempSync(path.join(tmpdir(), "holdfast-outbound-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let tls: ServerTls;
beforeAll(async () => {
  tls = await makeAuthority(folder);
});

const open: (Server | PlainServer)[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server with the folder's certificate, and the destination that trusts it. */
async function given(answer: Answer, options: ServerOptions = {}): Promise<{ destination: Destination; url: URL; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer({ key: tls.key, cert: tls.cert, ...options }, (request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    destination: { name: "there", host, authority: readFileSync(tls.caPath, "utf8") },
    url: new URL(`https://${host}/place`),
    asked,
  };
}

const fine: Answer = (_, response) => response.end("fine");
const get = { method: "GET" } as const;

test("an answer comes back whole, with its status and headers", async () => {
  const { destination, url } = await given((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => response.writeHead(201, { "retry-after": "7" }).end(`got ${Buffer.concat(parts)}`));
  });
  const reply = await outboundFetch(destination, url, { method: "POST", body: "naïve" });
  expect(reply).toMatchObject({ status: 201, headers: { "retry-after": "7" }, text: "got naïve" });
});

test.each([
  ["another host", "https://elsewhere.example/"],
  ["another port of the same host", "https://127.0.0.1:1/"],
  ["plain http", "http://"],
  ["a user name in the address", "https://someone@"],
])("%s is refused before anything is sent", async (_, start) => {
  const { destination, url, asked } = await given(fine);
  const address = new URL(/[/]$/.test(start) && !start.endsWith("//") ? start : `${start}${url.host}/`);
  await expect(outboundFetch(destination, address, get)).rejects.toMatchObject({ kind: "refused", why: "address" });
  expect(asked).toEqual([]);
});

test("a certificate of an authority that is not this destination's is not spoken to", async () => {
  const { destination, url, asked } = await given(fine);
  const wrongly = { ...destination, authority: null };
  await expect(outboundFetch(wrongly, url, get)).rejects.toMatchObject({ kind: "failed" });
  expect(asked).toEqual([]);
});

test("a certificate for another name is not spoken to", async () => {
  const { destination, url, asked } = await given(fine);
  const host = url.host.replace("127.0.0.1", "127.0.0.2");
  const elsewhere = { ...destination, host };
  await expect(outboundFetch(elsewhere, new URL(`https://${host}/`), get)).rejects.toMatchObject({ kind: "failed" });
  expect(asked).toEqual([]);
});

test("TLS 1.1 is not spoken", async () => {
  const { destination, url, asked } = await given(fine, {
    minVersion: "TLSv1",
    maxVersion: "TLSv1.1",
    ciphers: "DEFAULT@SECLEVEL=0",
  });
  await expect(outboundFetch(destination, url, get)).rejects.toMatchObject({ kind: "failed" });
  expect(asked).toEqual([]);
});

test("a redirect is handed back and not followed", async () => {
  const { destination, url, asked } = await given((_, response) =>
    response.writeHead(302, { location: "https://elsewhere.example/" }).end(),
  );
  expect(await outboundFetch(destination, url, get)).toMatchObject({ status: 302 });
  expect(asked).toEqual(["/place"]);
});

test("a call that lasts too long ends, also when the answer only trickles", async () => {
  const silent = await given(() => undefined);
  await expect(outboundFetch(silent.destination, silent.url, { ...get, timeoutMs: 150 })).rejects.toMatchObject({ why: "timeout" });
  const trickling = await given((_, response) => {
    const timer = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(timer));
  });
  await expect(outboundFetch(trickling.destination, trickling.url, { ...get, timeoutMs: 300 })).rejects.toMatchObject({ kind: "failed" });
});

test("an endless answer is cut off", async () => {
  const { destination, url } = await given((_, response) => {
    const block = Buffer.alloc(256 * 1024);
    const pour = () => {
      while (!response.destroyed && response.write(block));
    };
    response.on("drain", pour);
    pour();
  });
  await expect(outboundFetch(destination, url, get)).rejects.toMatchObject({ kind: "failed" });
});

test("an answer that breaks off is no answer", async () => {
  const { destination, url } = await given((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.destroy());
  });
  await expect(outboundFetch(destination, url, get)).rejects.toMatchObject({ kind: "failed" });
});

test("what fails tells nothing of the address's query, the headers or the body", async () => {
  const { destination, url } = await given((request) => request.socket.destroy());
  url.searchParams.set("access_token", "token-in-the-query");
  const asked = { method: "POST", headers: { authorization: "token-in-a-header" }, body: "password-in-the-body" } as const;
  const error: unknown = await outboundFetch(destination, url, asked).catch((thrown: unknown) => thrown);
  const told = inspect(error, { depth: null, showHidden: true });
  expect(told).toContain("call to there failed");
  expect(told).not.toMatch(/token-in|password-in|access_token/);
});

test("plain http reaches a destination that is plain, and that on this machine alone", async () => {
  const server = createPlainServer((_, response) => response.end("plainly"));
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const plain: Destination = { name: "there", host, authority: null, plain: true };
  expect((await outboundFetch(plain, new URL(`http://${host}/`), get)).text).toBe("plainly");
  await expect(outboundFetch({ ...plain, plain: false }, new URL(`http://${host}/`), get)).rejects.toMatchObject({ kind: "refused" });
  for (const elsewhere of ["range.example", "127.0.0.1.range.example", "10.0.0.1"]) {
    const far = { ...plain, host: elsewhere };
    await expect(outboundFetch(far, new URL(`http://${elsewhere}/`), get)).rejects.toMatchObject({ kind: "refused" });
  }
});
