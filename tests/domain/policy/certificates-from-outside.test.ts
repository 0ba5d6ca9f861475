import { createServer as createPlainServer } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { lookAtCertificate, lookAtTransport } from "@/scripts/policy-verify/look-at-transport";
import { type Outsider, outsider } from "@/scripts/policy-verify/outsider";
import { clauseIds } from "@/scripts/policy-verify/unseen";
import { verifyPolicy } from "@/scripts/policy-verify/verify-policy";
import { makeCertificate } from "@/tests/support/make-certificate";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
async function listen(server: Server): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `localhost:${(server.address() as AddressInfo).port}`;
}
const meet = async (server: Server, ca: string, plain: URL | null = null): Promise<Outsider> => {
  const origin = `https://${await listen(server)}`;
  return await outsider({ url: new URL(origin), origin, ca, plain });
};
const nothingKept = { keys: null, statement: null, checkpoint: null };
/** Answers as a service would of which every page is its front page. */
const page = (hsts = "max-age=63072000") => ({ "content-type": "text/html", "strict-transport-security": hsts });

test.each([
  ["as it should be", {}, "holds", /^TLSv1.3, nothing older than 1.2, a trusted certificate for (89|90) more days/],
  ["with less than a week left", { days: 6.95 }, "fails", /^its certificate runs out in 6 days$/],
  ["after its end", { days: -1 }, "fails", /^its certificate has run out; all else was asked all the same/],
  ["for another name", { name: "elsewhere.example" }, "fails", /^its certificate is for another name;/],
  ["signed by itself", { signedBy: "itself" }, "fails", /^its certificate is signed by itself;/],
  ["signed by somebody unknown", { signedBy: "another" }, "fails", /^its certificate comes from an authority that is not known here;/],
] as const)(
  "from outside, a certificate %s makes clause 2.1a what it is, and the other clauses have their lines",
  async (_, made, result, text) => {
    const { key, cert, ca } = await makeCertificate(made);
    const service = await meet(
      createServer({ key, cert }, (_request, response) => response.writeHead(200, page()).end(`<h1 id="clause-2.1a">Front page</h1>`)),
      ca,
    );
    expect(await lookAtCertificate(service)).toEqual([{ clause: "2.1a", result, text: expect.stringMatching(text) }]);
    const lines = await verifyPolicy(service, nothingKept);
    expect(lines.map(({ clause }) => clause)).toEqual([...clauseIds, "evidence"]);
    expect(lines.find(({ clause }) => clause === "2.1a")).toMatchObject({ result, why: expect.stringMatching(text) });
    // It was asked: what is seen of a front page in the place of everything else is said.
    expect(lines.find(({ clause }) => clause === "6d")?.why).toContain("/ has no x-content-type-options");
  },
);

test("a service that speaks TLS 1.1 still, or that alone, fails; one that hangs up is not looked at, and every clause has its line", async () => {
  const { key, cert, ca } = await makeCertificate();
  const answer = createServer({ key, cert, minVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" });
  expect(await lookAtCertificate(await meet(answer, ca))).toMatchObject([{ result: "fails", text: "it still speaks TLS 1.1 or older" }]);
  const old = createServer({ key, cert, minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" });
  expect(await lookAtCertificate(await meet(old, ca))).toMatchObject([
    { result: "fails", text: expect.stringMatching(/but an older one$/) },
  ]);
  const plain = createPlainServer((_, response) => response.end("plain"));
  expect(await lookAtCertificate(await meet(plain, ca))).toMatchObject([
    { result: "fails", text: expect.stringMatching(/^no TLS 1.2 or newer/) },
  ]);
  const hangingUp = createTcpServer((socket) => socket.destroy());
  const lines = await verifyPolicy(await meet(hangingUp, ca), nothingKept);
  expect(lines.map(({ clause }) => clause)).toEqual([...clauseIds, "evidence"]);
  const missed = lines.filter(({ isMissed }) => isMissed).map(({ clause }) => clause);
  expect(missed).toEqual(["0.1", "0.2", "2.1a", "3a", "3d", "4b", "4d", "6a", "6b", "6c", "6d", "7a", "8a", "8b", "10c", "11", "evidence"]);
  expect(lines.filter(({ result }) => result === "fails")).toEqual([]);
});

test("where nobody takes a connection there is no service to look at", async () => {
  const gone = await listen(createTcpServer());
  await new Promise((resolve) => open.pop()?.close(resolve));
  const url = new URL(`https://${gone}`);
  await expect(outsider({ url, origin: url.origin, ca: null })).rejects.toThrow(/ECONNREFUSED/);
});

test.each([
  ["leads to https", 308, (https: string) => `https://${https}/x`, "holds", /, plain http leads to https$/],
  ["leads elsewhere", 302, () => "https://elsewhere.example/", "fails", /^plain http is answered with 302, and does not lead to https$/],
  ["leads to plain http", 301, (https: string) => `http://${https}/`, "fails", /^plain http is answered with 301/],
  ["shows the page itself", 200, () => "", "fails", /^plain http is answered with 200/],
] as const)("plain http that %s is seen as that", async (_, status, location, result, text) => {
  const { key, cert, ca } = await makeCertificate();
  const secure = createServer({ key, cert }, (_request, response) => response.writeHead(200, page()).end("<h1>Front page</h1>"));
  const https = await listen(secure);
  const plain = createPlainServer((_request, response) => response.writeHead(status, { location: location(https) }).end());
  const at = { url: new URL(`https://${https}`), origin: `https://${https}`, ca };
  const service = await outsider({ ...at, plain: new URL(`http://${await listen(plain)}`) });
  expect(await lookAtTransport(service)).toEqual([{ clause: "2.1a", result, text: expect.stringMatching(text) }]);
});

test("nothing at plain http's port is as good, and on a machine of one's own, or at a port of its own, nobody asks there", async () => {
  const { key, cert, ca } = await makeCertificate();
  const gone = await listen(createTcpServer());
  await new Promise((resolve) => open.pop()?.close(resolve));
  const secure = createServer({ key, cert }, (_request, response) => response.writeHead(200, page("max-age=15552000")).end());
  const service = await meet(secure, ca, new URL(`http://${gone}`));
  expect(await lookAtTransport(service)).toMatchObject([{ result: "holds", text: "HSTS for 180 days, nothing answers to plain http" }]);
  expect((await outsider({ url: service.url, origin: service.origin, ca })).plain).toBeNull();
});
