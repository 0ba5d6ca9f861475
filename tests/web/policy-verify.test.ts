import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { checkEvidence } from "@/scripts/policy-verify/check-evidence";
import { checkLog } from "@/scripts/policy-verify/check-log";
import { outsider } from "@/scripts/policy-verify/outsider";
import { publishedKeys } from "@/scripts/policy-verify/published-keys";
import type { PublicKey } from "@/scripts/policy-verify/signed-text";
import { type Kept, type Line, verifyPolicy } from "@/scripts/policy-verify/verify-policy";
import { type Breakage, type BreakingProxy, type Reply, startBreakingProxy } from "@/tests/support/breaking-proxy";
import { makeNotary, type Notary } from "@/tests/support/notary";
import { waitFor } from "@/tests/support/wait-for";
import { world } from "@/tests/support/world";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

/** Each run comes from an address of its own, since each fails a few log-ins. */
let runs = 0;
let proxy: BreakingProxy;
let notary: Notary;
let other: Notary;
let chain: string[];
let logKeys: PublicKey[];
let checkpoint: string;

beforeAll(async () => {
  const { web } = world();
  [proxy, notary, other] = await Promise.all([startBreakingProxy(web), makeNotary(web), makeNotary(web)]);
  chain = await notary.chain(4);
  await waitFor("a checkpoint of the log", async () => (await fetch(`${web}/api/log/checkpoint`)).ok, { withinMs: 120_000 });
  checkpoint = await (await fetch(`${web}/api/log/checkpoint`)).text();
  const set = (await (await fetch(`${web}/.well-known/jwks.json`)).json()) as { keys: PublicKey[] };
  logKeys = set.keys.filter(({ purpose }) => purpose !== "evidence");
});
afterAll(() => proxy?.close());

/** The service's evidence in these tests: what a notary signs in the place of the worker. */
const evidence =
  (statements: (string | null)[], keys: object[] = [notary.key]) =>
  ({ status }: Reply, path: string): Partial<Reply> | null => {
    const json = (body: object) => ({ status: 200, body: JSON.stringify(body) });
    if (path === "/.well-known/jwks.json") return json({ keys: [...logKeys, ...keys] });
    if (!/^\/api\/trust(\/\d+)?$/.test(path)) return null;
    const place = Number(path.split("/")[3] ?? statements.length);
    const statement = statements[place - 1];
    return statement ? json({ statement }) : { status: status === 200 ? 404 : status };
  };

const nothingKept: Kept = { keys: null, statement: null, checkpoint: null };
async function verify({ entering, leaving }: Breakage = {}, kept: Partial<Kept> = {}): Promise<Line[]> {
  runs += 1;
  const genuine = evidence(chain);
  const both: Breakage["leaving"] = (reply, path, method) => {
    const whole = { ...reply, ...genuine(reply, path) };
    return { ...whole, ...leaving?.(whole, path, method) };
  };
  proxy.breakBy({ ...(entering ? { entering } : {}), leaving: both }, `127.0.1.${runs}`);
  return await verifyPolicy(await outsider({ url: new URL(proxy.url), origin: world().web, ca: null }), { ...nothingKept, ...kept });
}
const failing = (lines: Line[]) => lines.filter(({ result }) => result === "fails").map(({ clause, why }) => `${clause}: ${why}`);

test("of the service as it is every clause that can be seen holds, and what cannot is said, with why", async () => {
  const lines = await verify({}, { keys: [...logKeys, notary.key], statement: chain[1] ?? "", checkpoint });
  expect(failing(lines)).toEqual([]);
  const seen = lines.filter(({ result }) => result === "holds").map(({ clause }) => clause);
  expect(seen.toSorted()).toEqual(["0.1", "0.2", "10c", "11", "3a", "3d", "4b", "4d", "6a", "6b", "6c", "6d", "evidence"]);
  expect(lines.find(({ clause }) => clause === "2.1a")?.why).toContain("plain http");
  expect(lines.find(({ clause }) => clause === "5c")?.why).toContain("The service says: holds");
});

const onPath =
  (wanted: RegExp, change: (reply: Reply) => Partial<Reply>): Breakage["leaving"] =>
  (reply, path) =>
    wanted.test(path) ? change(reply) : null;
const inBody = (wanted: RegExp, from: string | RegExp, to: string) => onPath(wanted, ({ body }) => ({ body: body.replace(from, to) }));
const inHeader = (name: string, change: (value: string) => string) =>
  onPath(/^/, ({ headers }) => (headers[name] === undefined ? {} : { headers: { ...headers, [name]: change(String(headers[name])) } }));
const cookies = (change: (line: string) => string) =>
  onPath(/^\/(login|api)/, ({ headers }) => ({ headers: { ...headers, "set-cookie": (headers["set-cookie"] ?? []).map(change) } }));

const breakages: [what: string, clause: string, Breakage][] = [
  ["a header is dropped", "6d", { leaving: onPath(/^\/policy$/, ({ headers: { "x-frame-options": _, ...headers } }) => ({ headers })) }],
  [
    "scripts may be inline",
    "6b",
    { leaving: inHeader("content-security-policy", (csp) => csp.replace("script-src", "script-src 'unsafe-inline'")) },
  ],
  ["a nonce comes twice", "6b", { leaving: inHeader("content-security-policy", (csp) => csp.replace(/'nonce-[^']+'/g, "'nonce-again'")) }],
  ["a cookie can be read by scripts", "4b", { leaving: cookies((line) => line.replace(/;\s*HttpOnly/i, "")) }],
  ["a cookie goes over plain http", "4b", { leaving: cookies((line) => line.replace(/;\s*Secure/i, "")) }],
  [
    "posts from other sites are taken",
    "6c",
    {
      entering: (headers, path) => {
        if (path === "/report") headers.origin = world().web;
      },
    },
  ],
  [
    "no log-in has to wait",
    "4d",
    {
      leaving: (reply, path, method) =>
        method === "POST" && path === "/login" && reply.status === 429 ? { status: 401, body: "Wrong." } : null,
    },
  ],
  ["metrics are open", "3a", { leaving: onPath(/^\/api\/metrics/, () => ({ status: 200, body: "jobs 1" })) }],
  [
    "the console is open",
    "3a",
    { leaving: onPath(/^\/operator$/, ({ headers: { location: _, ...headers } }) => ({ status: 200, headers })) },
  ],
  ["anybody can join", "0.1", { leaving: onPath(/^\/invite/, () => ({ status: 200, body: '<form><input name="password"></form>' })) }],
  ["the price is another", "0.2", { leaving: inBody(/^\/policy$/, /\$25\.00/g, "$35.00") }],
  ["a clause is left out", "7c", { leaving: inBody(/^\/policy$/, 'id="clause-7c"', "") }],
  ["hostile text comes back as markup", "6a", { leaving: onPath(/^\/login\?error/, () => ({ body: "<script>probe()</script>" })) }],
  ["security.txt has run out", "8a", { leaving: inBody(/security\.txt$/, /Expires: .*/, "Expires: 2026-01-01T00:00:00Z") }],
  ["nobody can report", "10c", { leaving: onPath(/^\/report$/, () => ({ body: "<p>Soon.</p>" })) }],
  ["the log's checkpoint is forged", "3d", { leaving: onPath(/^\/api\/log/, ({ body }) => ({ body: `${body.trim().slice(0, -4)}AAAA` })) }],
];
test.each(breakages)("where %s, clause %s fails, and no other", async (_, clause, breakage) => {
  expect(failing(await verify(breakage)).map((line) => line.split(":", 1)[0])).toEqual([clause]);
});

const refuse = (status: number) => () => ({ status, headers: { "content-type": "text/html" }, body: "No." });
const ofPosts =
  (change: () => Partial<Reply>): Breakage["leaving"] =>
  (reply, _, method) =>
    method === "POST" ? { ...change(), headers: reply.headers } : null;
const kept = (leaving: RegExp, status: number) => ({
  leaving: onPath(leaving, ({ headers }) => ({ ...refuse(status)(), headers })),
});
test.each<[what: string, clauses: string[], Breakage]>([
  ["the console is not there", ["3a"], kept(/^\/operator/, 404)],
  ["all of it is closed by something in front", ["3a"], kept(/^\/(operator|home|settings|billing)/, 403)],
  ["invites are not there, forged or not", ["0.1"], kept(/^\/invite/, 404)],
  ["its own posts are refused as well", ["4d", "6c"], { leaving: ofPosts(refuse(403)) }],
  ["pages that take a text are not shown", ["6a"], kept(/^\/(login\?|reset)/, 403)],
  ["an API is not there", ["6d"], kept(/^\/api\/health\/live$/, 404)],
  [
    "an error is no page",
    ["6b"],
    { leaving: onPath(/^\/there-is/, ({ headers }) => ({ headers: { ...headers, "content-type": "text/plain" } })) },
  ],
  ["cookies are asked for in vain", ["4b"], kept(/^\/api\/auth\/csrf$/, 404)],
])("where %s, clauses %s are not looked at, and none holds or fails for it", async (_, clauses, breakage) => {
  const lines = await verify(breakage);
  expect(failing(lines)).toEqual([]);
  expect(lines.filter(({ isMissed }) => isMissed).map(({ clause }) => clause)).toEqual(clauses);
});

test("a limit on all requests is waited for, on posts as well", async () => {
  let refused = 0;
  const once: Breakage["leaving"] = (reply, path, method) => {
    if (method !== "POST" || path !== "/report" || refused > 0) return null;
    refused += 1;
    return { status: 429, headers: { ...reply.headers, "retry-after": "1" }, body: "Too many requests from your network." };
  };
  const lines = await verify({ leaving: once });
  expect(refused).toBe(1);
  expect(lines.find(({ clause }) => clause === "6c")).toMatchObject({ result: "holds" });
});

test("where a secret key is published, clause 2.2b fails", async () => {
  expect(failing(await verify({ leaving: evidence(chain, [{ ...notary.key, d: "x" }]) }))).toEqual([expect.stringContaining("2.2b")]);
});

test("what the service itself says fails, fails", async () => {
  const said = await notary.chain(2, (it) => ({
    ...it,
    clauses: it.clauses.map((one) => (one.clause === "5c" ? { ...one, result: "fails" as const, seen: "2 packages are too old." } : one)),
  }));
  expect(failing(await verify({ leaving: evidence(said) }))).toEqual(["5c: the service itself says so: 2 packages are too old."]);
});

test.each<[string, RegExp, () => Promise<[Breakage["leaving"], Partial<Kept>]>]>([
  [
    "is signed by a key that is not published",
    /not signed by a key that the service publishes/,
    async () => [evidence(await other.chain(2)), {}],
  ],
  [
    "is signed by a key that was published since",
    /not signed by a key that was kept/,
    async () => [evidence(await other.chain(2), [other.key]), { keys: [...logKeys, notary.key] }],
  ],
  ["is missing", /no signed statement/, async () => [evidence([null]), {}]],
  ["is stale", /180 minutes old/, async () => [evidence(await notary.chain(1, (it) => ({ ...it, iat: it.iat - 10_800 }))), {}]],
  [
    "speaks for another address",
    /speaks for/,
    async () => [evidence(await notary.chain(1, (it) => ({ ...it, iss: "https://other.example" }))), {}],
  ],
  ["has a gap", /statement 3 is not there/, async () => [evidence(chain.with(2, null as never)), {}]],
  [
    "was chained anew",
    /statement 2 is not the one that was kept/,
    async () => [evidence(await notary.chain(4, (it) => ({ ...it, iat: it.iat - 1 }))), { statement: chain[1] ?? "" }],
  ],
  ["was rolled back", /the newest is only 2/, async () => [evidence(chain.slice(0, 2)), { statement: chain[3] ?? "" }]],
  [
    "follows on another than it says",
    /does not follow on statement 3/,
    async () => [evidence([...chain.slice(0, 3), (await notary.chain(4, (it) => ({ ...it, previous: null })))[3] ?? ""]), {}],
  ],
  [
    "says nothing of a clause",
    /says nothing of 9/,
    async () => [evidence(await notary.chain(1, (it) => ({ ...it, clauses: it.clauses.filter(({ clause }) => clause !== "9") }))), {}],
  ],
])("evidence that %s fails", async (_, why, make) => {
  const [leaving, { keys = null, statement = null }] = await make();
  proxy.breakBy(leaving ? { leaving } : {}, "127.0.0.1");
  const service = await outsider({ url: new URL(proxy.url), origin: world().web, ca: null });
  const published = await publishedKeys(service);
  const { observations } = await checkEvidence(service, { published: published.keys, kept: keys, statement });
  expect(observations).toEqual([{ clause: "evidence", result: "fails", text: expect.stringMatching(why) }]);
});

test("a checkpoint that was kept and is contradicted fails clause 3d", async () => {
  const note = { kind: "checkpoint", number: 900, sequence: 9, head: "0".repeat(64), at: new Date().toISOString(), previous: null };
  proxy.breakBy({}, "127.0.0.1");
  const keys = [...logKeys, { ...other.key, purpose: "log" }];
  const seen = await checkLog(await outsider({ url: new URL(proxy.url), origin: world().web, ca: null }), {
    published: logKeys,
    kept: keys,
    checkpoint: await other.sign(note),
  });
  expect(seen).toEqual([
    { clause: "3d", result: "fails", text: expect.stringMatching(/^checkpoint 900 was kept, and the newest is only/) },
  ]);
});

test.each<[string, (reply: Reply) => Partial<Reply>, RegExp]>([
  ["stands there no more", ({ headers }) => ({ status: 404, headers, body: "" }), /^checkpoint \d+ was kept, and is not there any more$/],
  ["is another by now", ({ body }) => ({ body: `${body}A` }), /^checkpoint \d+ is not the one that was kept$/],
])("a checkpoint that was kept and %s fails clause 3d, however the log has grown", async (_, change, why) => {
  const lines = await verify({ leaving: onPath(/^\/api\/log\/checkpoint\/\d+$/, change) }, { checkpoint });
  expect(lines.find(({ clause }) => clause === "3d")).toMatchObject({ result: "fails", why: expect.stringMatching(why) });
});
