import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createPlainServer } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { tlsAtTheDoor } from "@/lib/policy/checks/look-at-tls";
import { lookOnce } from "@/lib/policy/look";
import { expectComplaints } from "@/tests/support/log-watch";
import { makeCertificate } from "@/tests/support/make-certificate";

const folder = mkdtempSync(join(tmpdir(), "holdfast-tls-look-"));
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
afterAll(() => {
  delete process.env.FRONT_DOOR_URL;
  delete process.env.FRONT_DOOR_AUTHORITY;
  rmSync(folder, { recursive: true, force: true });
});

async function lead(server: Server, host: string, ca: string): Promise<void> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  writeFileSync(join(folder, "ca.pem"), ca);
  process.env.FRONT_DOOR_URL = `https://${host}:${(server.address() as AddressInfo).port}`;
  process.env.FRONT_DOOR_AUTHORITY = join(folder, "ca.pem");
}

const year = "max-age=31536000";
test.each([
  [
    "as it should be",
    {},
    year,
    "localhost",
    "holds",
    /^The website answered over TLSv1.3, with a certificate that is valid for its name and for 89 more days,/,
  ],
  ["with a week and an hour left", { days: 7.05 }, year, "localhost", "holds", /for 7 more days,/],
  ["with less than a week left", { days: 6.95 }, year, "localhost", "fails", /runs out in 6 days\.$/],
  ["after its end", { days: -1 }, year, "localhost", "fails", /certificate has expired\.$/],
  ["for another name", { name: "elsewhere.example" }, year, "localhost", "fails", /is for another name\.$/],
  ["at an address that it does not name", {}, year, "127.0.0.1", "fails", /is for another name\.$/],
  ["signed by itself", { signedBy: "itself" }, year, "localhost", "fails", /is signed by itself/],
  ["signed by somebody unknown", { signedBy: "another" }, year, "localhost", "fails", /an authority that is not known\.$/],
  ["and HSTS for less than a year", {}, "max-age=31535999", "localhost", "fails", /does not ask browsers/],
  ["and HSTS that says nothing", {}, "includeSubDomains", "localhost", "fails", /does not ask browsers/],
] as const)("the look at the front door, with a certificate %s", async (_, made, hsts, host, result, seen) => {
  const { key, cert, ca } = await makeCertificate(made);
  const server = createServer({ key, cert }, (_request, response) => response.setHeader("Strict-Transport-Security", hsts).end("fine"));
  await lead(server, host, ca);
  expect(await lookOnce(tlsAtTheDoor)).toMatchObject({ result, looked: 1, seen: expect.stringMatching(seen) });
});

test("where plain http, or TLS 1.1, answers at the https address, that fails; where nobody does, nothing is known", async () => {
  const { key, cert, ca } = await makeCertificate();
  await lead(
    createPlainServer((_, response) => response.end("plain")),
    "localhost",
    ca,
  );
  expect(await lookOnce(tlsAtTheDoor)).toMatchObject({ result: "fails", seen: expect.stringContaining("no TLS 1.2") });
  const old = createServer({ key, cert, minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" });
  await lead(old, "localhost", ca);
  expect(await lookOnce(tlsAtTheDoor)).toMatchObject({ result: "fails", seen: expect.stringContaining("no TLS 1.2") });
  await new Promise((resolve) => old.close(resolve));
  expect(await lookOnce(tlsAtTheDoor)).toMatchObject({ result: "unknown" });
  expectComplaints("a control could not look");
});
