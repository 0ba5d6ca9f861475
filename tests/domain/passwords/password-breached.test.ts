import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { parseSettings, schemas } from "@/lib/base/env";
import { findPasswordFlaw } from "@/lib/passwords/find-password-flaw";
import { expectComplaints, logLines } from "@/tests/support/log-watch";

const password = "plover anvil sketch tuesday moss";
const digestOf = (text: string) => createHash("sha1").update(text).digest("hex").toUpperCase();
const suffixOf = (text: string) => digestOf(text).slice(5);

let server: Server | null = null;
afterEach(() => {
  delete process.env.BREACHED_PASSWORDS_URL;
  server?.close();
  server?.closeAllConnections();
  server = null;
});

/** A range service that answers so, made the one that is asked. */
async function givenService(answer: (response: ServerResponse) => void): Promise<IncomingMessage[]> {
  const asked: IncomingMessage[] = [];
  const made = createServer((request, response) => {
    asked.push(request);
    answer(response);
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  process.env.BREACHED_PASSWORDS_URL = `http://127.0.0.1:${(made.address() as AddressInfo).port}/range/`;
  return asked;
}

const lines = (...suffixes: [string, number][]) => suffixes.map(([suffix, count]) => `${suffix}:${count}`).join("\r\n");
const other = "0018A45C4D1DEF81644B54AB7F969B88D65";

test("a password that the service knows is refused, and the service learns five digits of a hash and no more", async () => {
  const asked = await givenService((response) => response.end(lines([other, 3], [suffixOf(password), 12])));
  expect(await findPasswordFlaw(password, [])).toBe("breached");
  expect(asked.map(({ method, url }) => [method, url])).toEqual([["GET", `/range/${digestOf(password).slice(0, 5)}`]]);
  expect(asked[0]?.headers["add-padding"]).toBe("true");
  const told = JSON.stringify(asked[0]?.rawHeaders);
  expect(told).not.toContain(suffixOf(password));
  expect(told).not.toContain(password);
});

test("the same password in wide letters is the same to the service", async () => {
  await givenService((response) => response.end(lines([suffixOf(password), 1])));
  expect(await findPasswordFlaw(password.replace("correct", "ｃｏｒｒｅｃｔ"), [])).toBe("breached");
});

test("a password that is not in the answer, or there as padding only, passes", async () => {
  await givenService((response) => response.end(lines([other, 3], [suffixOf(password), 0])));
  expect(await findPasswordFlaw(password, [])).toBeNull();
});

test("a password that the rules refuse is never asked about", async () => {
  const asked = await givenService((response) => response.end());
  expect(await findPasswordFlaw("passwordpassword", [])).toBe("repetitive");
  expect(asked).toEqual([]);
});

test.each([
  ["answers with an error", (response: ServerResponse) => response.writeHead(503).end(), "status 503"],
  ["redirects", (response: ServerResponse) => response.writeHead(302, { location: "http://127.0.0.1:9/" }).end(), "status 302"],
  ["hangs up", (response: ServerResponse) => response.destroy(), "ECONNRESET"],
  ["never answers", () => undefined, "timeout"],
])("a service that %s hinders nobody, and one line in the log says so without the password or its hash", async (_, answer, why) => {
  expectComplaints("breached passwords not asked");
  await givenService(answer);
  expect(await findPasswordFlaw(password, [])).toBeNull();
  const complaints = logLines().filter(({ level }) => level === "warn");
  expect(complaints).toEqual([expect.objectContaining({ event: "breached passwords not asked", why })]);
  const said = JSON.stringify(logLines());
  for (const secret of [password, suffixOf(password), digestOf(password).slice(0, 5)]) expect(said).not.toContain(secret);
});

test("plain http is refused in production, and elsewhere but on this machine", () => {
  const complaint = (source: Record<string, string>) => {
    try {
      parseSettings(schemas.web.pick({ PUBLIC_URL: true, HOLDFAST_ENV: true, BREACHED_PASSWORDS_URL: true }), {
        PUBLIC_URL: "https://holdfast.example",
        ...source,
      });
      return null;
    } catch (thrown) {
      return String(thrown).match(/BREACHED_PASSWORDS_URL: .*/)?.[0] ?? String(thrown);
    }
  };
  const mustBeSecure = "BREACHED_PASSWORDS_URL: must be https, or on loopback";
  expect(complaint({ BREACHED_PASSWORDS_URL: "http://range.example/range" })).toBe(mustBeSecure);
  expect(complaint({ BREACHED_PASSWORDS_URL: "http://127.0.0.1.range.example/range" })).toBe(mustBeSecure);
  expect(complaint({ BREACHED_PASSWORDS_URL: "http://127.0.0.1:80/range" })).toBeNull();
  expect(complaint({ BREACHED_PASSWORDS_URL: "https://api.pwnedpasswords.com/range" })).toBeNull();
  const production = { HOLDFAST_ENV: "production", BREACHED_PASSWORDS_URL: "http://127.0.0.1:80/range" };
  expect(complaint(production)).toBe("BREACHED_PASSWORDS_URL: must be https in production");
});
