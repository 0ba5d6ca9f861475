import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { statementHash, statementShape } from "@/lib/policy/statement";
import { openSigned, publicKey } from "@/scripts/policy-verify/signed-text";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

const { web } = world();
const look = (path: string, init: RequestInit = {}) => fetch(`${web}${path}`, { redirect: "manual", ...init });
const statementIn = async (reply: Response) => z.strictObject({ statement: z.string() }).parse(await reply.json()).statement;
const keySet = z.strictObject({ keys: z.array(z.looseObject({ kid: z.string(), purpose: z.string() })) });

/** What somebody with a key of the set reads in a signed statement. */
async function read(jws: string) {
  const { keys } = keySet.parse(await (await look("/.well-known/jwks.json")).json());
  const known = keys.flatMap((key) => publicKey.safeParse(key).data ?? []);
  return statementShape.parse(await openSigned(jws, known, "holdfast-evidence+jwt"));
}

let newest = "";
beforeAll(async () => {
  await waitFor("a signed statement", async () => (await look("/api/trust")).ok, { withinMs: 120_000 });
  newest = await statementIn(await look("/api/trust"));
}, 150_000);

test("the key set holds public halves alone, each with what it is for, and is never cached", async () => {
  const reply = await look("/.well-known/jwks.json");
  expect([reply.status, reply.headers.get("content-type"), reply.headers.get("cache-control")]).toEqual([
    200,
    "application/jwk-set+json",
    "no-store",
  ]);
  const { keys } = keySet.parse(await reply.json());
  expect(keys.map(({ purpose }) => purpose)).toContain("evidence");
  for (const key of keys) {
    expect(key).toMatchObject({ kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig", x: expect.stringMatching(/^[\w-]{43}$/) });
    for (const secret of ["d", "k", "p", "q"]) expect(key).not.toHaveProperty(secret);
  }
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
});

test("the newest statement speaks for this address, is read by the key of the set, and follows on the one before", async () => {
  const said = await read(newest);
  expect(said).toMatchObject({ iss: web, environment: "sandbox" });
  // While nothing changes there is one an hour: in a young world the first has none before it.
  const before = said.sequence === 1 ? null : await statementIn(await look(`/api/trust/${said.sequence - 1}`));
  expect(said.previous).toBe(before && statementHash(before));
  expect(await statementIn(await look(`/api/trust/${said.sequence}`))).toBe(newest);
  expect(said.clauses.length).toBeGreaterThan(30);
});

test("a statement comes fresh each time, without a cookie, and always in the same words", async () => {
  const [now, first] = [await look("/api/trust"), await look("/api/trust/1")];
  for (const reply of [now, first]) {
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(reply.headers.get("content-type")).toContain("application/json");
    expect(reply.headers.getSetCookie()).toEqual([]);
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
  }
  expect(await statementIn(first)).toBe(await statementIn(await look("/api/trust/1")));
});

test.each(["0", "-1", "01", "1.5", "1e3", "999999", "9999999999999999", "newest", "1%20or%201=1", "%00", "1/2"])(
  "there is no statement %s, and asking for it breaks nothing",
  async (place) => {
    const reply = await look(`/api/trust/${place}`);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect(reply.headers.get("cache-control") ?? "").not.toContain("immutable");
    expect(await reply.text()).not.toContain('statement"');
  },
);

test("a checkpoint of the access log stands under its number, without a cookie, for as long as anybody may have kept it", async () => {
  await waitFor("a checkpoint", async () => (await look("/api/log/checkpoint")).ok, { withinMs: 120_000 });
  const first = await look("/api/log/checkpoint/1");
  expect([first.status, first.headers.get("content-type"), first.headers.getSetCookie()]).toEqual([200, "application/jose", []]);
  expect((await first.text()).split(".")).toHaveLength(3);
});

test.each(["0", "-1", "01", "999999", "9999999999999999", "newest", "1%20or%201=1", "%00"])("there is no checkpoint %s", async (number) => {
  expect((await look(`/api/log/checkpoint/${number}`)).status).toBe(404);
});

test.each(["POST", "PUT", "DELETE"])("by %s nothing is taken", async (method) => {
  expect((await look("/api/trust", { method, headers: { origin: web } })).status).toBe(405);
});

test.each(["/", "/policy", "/trust", "/trust/4a", "/trust/data", "/trust/processors", "/report", "/status", "/.well-known/security.txt"])(
  "%s comes without a cookie",
  async (path) => {
    const reply = await look(path, { method: "HEAD" });
    expect([reply.status, reply.headers.getSetCookie()]).toEqual([200, []]);
  },
);
