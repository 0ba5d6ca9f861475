import { createServer } from "node:http";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import type { Destination } from "@/lib/outbound/destination";
import { outboundFetch } from "@/lib/outbound/fetch";
import { fine, get, givenServer, listen, otherAuthority } from "./given-server";

test("an answer comes back whole, with its status and headers", async () => {
  const { destination, url } = await givenServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => response.writeHead(201, { "retry-after": "7" }).end(`got ${Buffer.concat(parts)}`));
  });
  const reply = await outboundFetch(destination, url, { method: "POST", body: "naïve" });
  expect(reply).toMatchObject({ status: 201, headers: { "retry-after": "7" }, text: "got naïve" });
});

test.each([
  ["another host", (host: string) => `https://elsewhere.example/?${host}`],
  ["another port of the same host", () => "https://127.0.0.1:1/"],
  ["plain http", (host: string) => `http://${host}/`],
  ["another scheme", (host: string) => `ftp://${host}/`],
  ["a user name in the address", (host: string) => `https://someone@${host}/`],
  ["the host as a user name", (host: string) => `https://${host}@elsewhere.example/`],
  ["the host as a password", (host: string) => `https://elsewhere.example:${host.split(":")[1]}@127.0.0.1/`],
])("%s is refused before anything is sent", async (_, addressOf) => {
  const { destination, url, connections } = await givenServer(fine);
  const call = outboundFetch(destination, new URL(addressOf(url.host)), get);
  await expect(call).rejects.toMatchObject({ kind: "refused", why: "address" });
  expect(connections()).toBe(0);
});

test.each(["Host", "Connection", "Accept-Encoding", "Transfer-Encoding"])("a caller's own header %s is refused", async (header) => {
  const { destination, url, connections } = await givenServer(fine);
  const call = outboundFetch(destination, url, { ...get, headers: { [header]: "elsewhere.example" } });
  await expect(call).rejects.toMatchObject({ kind: "refused", why: "header" });
  expect(connections()).toBe(0);
});

test("a certificate for another name is not spoken to", async () => {
  const { destination, url, asked } = await givenServer(fine, {}, "127.0.0.2");
  const call = outboundFetch(destination, url, get);
  await expect(call).rejects.toMatchObject({ kind: "failed", why: "ERR_TLS_CERT_ALTNAME_INVALID" });
  expect(asked).toEqual([]);
});

test("a certificate of an authority that is not this destination's is not spoken to", async () => {
  const { destination, url, asked } = await givenServer(fine);
  const wrongly = { ...destination, authority: await otherAuthority() };
  await expect(outboundFetch(wrongly, url, get)).rejects.toMatchObject({ kind: "failed", why: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
  expect(asked).toEqual([]);
});

test("TLS 1.1 is not spoken", async () => {
  const { destination, url, asked } = await givenServer(fine, {
    minVersion: "TLSv1",
    maxVersion: "TLSv1.1",
    ciphers: "DEFAULT@SECLEVEL=0",
  });
  await expect(outboundFetch(destination, url, get)).rejects.toMatchObject({ kind: "failed" });
  expect(asked).toEqual([]);
});

test("a redirect is handed back and not followed", async () => {
  const { destination, url, asked } = await givenServer((_, response) =>
    response.writeHead(302, { location: "https://elsewhere.example/" }).end(),
  );
  expect(await outboundFetch(destination, url, get)).toMatchObject({ status: 302, headers: { location: "https://elsewhere.example/" } });
  expect(asked.map((request) => request.url)).toEqual(["/place"]);
});

test("what fails tells nothing of the address's query, the headers or the body", async () => {
  const { destination, url } = await givenServer((request) => request.socket.destroy());
  url.searchParams.set("access_token", "token-in-the-query");
  const asked = { method: "POST", headers: { authorization: "token-in-a-header" }, body: "password-in-the-body" } as const;
  const error: unknown = await outboundFetch(destination, url, asked).catch((thrown: unknown) => thrown);
  const told = inspect(error, { depth: null, showHidden: true });
  expect(told).toContain("call to there failed");
  expect(told).not.toMatch(/token-in|password-in|access_token/);
});

test("plain http reaches a destination that is plain, and that on this machine alone", async () => {
  const { port } = await listen(createServer((_, response) => response.end("plainly")));
  const host = `127.0.0.1:${port}`;
  const plain: Destination = { belongsTo: { processor: "breached-passwords" }, host, authority: null, plain: true };
  expect((await outboundFetch(plain, new URL(`http://${host}/`), get)).text).toBe("plainly");
  await expect(outboundFetch({ ...plain, plain: false }, new URL(`http://${host}/`), get)).rejects.toMatchObject({ kind: "refused" });
  await expect(outboundFetch({ ...plain, host: "10.0.0.1" }, new URL("http://10.0.0.1/"), get)).rejects.toMatchObject({
    kind: "refused",
    why: "not_public",
  });
});
