import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { deflateSync, gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { closeDatabases, keysDb } from "@/db/client";
import { canaryMark } from "@/lib/base/canary-mark";
import { canary } from "@/lib/policy/canary/look-for-canary";
import { unreadTables } from "@/lib/policy/canary/search-databases";
import { searchEverywhere } from "@/lib/policy/canary/search-everywhere";
import { finder } from "@/lib/policy/canary/spellings";
import "@/lib/policy/look";
import { type CanaryPlaces, openCanaryPlaces } from "@/tests/domain/policy/canary-places";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenMember } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
let accountId: string;
let around: CanaryPlaces;
beforeAll(async () => {
  around = await openCanaryPlaces();
  ({ accountId } = await givenMember());
});
afterAll(async () => {
  around.close();
  await Promise.all([database.end(), closeDatabases()]);
});

// Each look goes through all places several times.
vi.setConfig({ testTimeout: 120_000 });
const marker = `${canaryMark}7-1-title-ab12`;
const spelled: [string, Buffer | string][] = [
  ["plain", marker],
  ["in UTF-16", Buffer.from(marker, "utf16le")],
  ...[0, 1, 2].flatMap((shift): [string, string][] => {
    const bytes = Buffer.from(`${"x".repeat(shift)}${marker}${"y".repeat(5)}`);
    return [
      [`in base64, ${shift} bytes on`, bytes.toString("base64")],
      [`in base64url, ${shift} bytes on`, bytes.toString("base64url")],
    ];
  }),
  ["in hexadecimal", Buffer.from(marker).toString("hex")],
  ["in JSON within JSON", JSON.stringify(JSON.stringify({ title: `"${marker}"` }))],
  ["in a query", new URLSearchParams({ title: `é & ${marker}` }).toString()],
  ["packed by gzip", gzipSync(`before ${marker} after`)],
  ["packed by gzip, in base64", gzipSync(`before ${marker} after`).toString("base64")],
  ["packed by deflate", deflateSync(`before ${marker} after`)],
  ["packed by deflate, in hexadecimal", deflateSync(`before ${marker} after`).toString("hex")],
  ["packed by the fastest deflate, in base64", deflateSync(`before ${marker} after`, { level: 1 }).toString("base64")],
];
test.each(spelled)("a marker is found %s, and another text so spelled is not", (_, content) => {
  const amid = Buffer.concat([Buffer.from("-- "), Buffer.from(content), Buffer.from(" --")]);
  expect([finder([canaryMark])(amid), finder([`${canaryMark}of-nobody`])(amid)]).toEqual([true, false]);
});

const everywhere = ["the main database", "the jobs' payloads", "the keys' database", "the logs", "the mails", "the metrics"];

test("where nothing of a forbidden field is kept, the control holds, having found what it planted in each place, and leaves none of it but a line of the log", async () => {
  const left = () => database`select (select count(*)::int from outbox) as mails, (select count(*)::int from pgboss.job) as jobs,
    (select count(*)::int from pgboss.queue) as queues`;
  const before = await left();
  const { searched } = await searchEverywhere();
  expect(searched.filter(({ absent }) => absent === null).map(({ place }) => place)).toEqual(everywhere);
  expect(searched.filter(({ missed, unread, found }) => missed.length + found.length > 0 || unread)).toEqual([]);
  expect(searched.filter(({ absent, units, place }) => absent === null && units === 0 && place !== "the jobs' payloads")).toEqual([]);
  expect(await left()).toEqual(before);
  const seen = await canary.look();
  expect(seen).toMatchObject({ result: "holds", seen: expect.stringContaining("Not there: the limits' store") });
  expect(seen.seen).toMatch(/rows?, .*mails? as they read, .*series of metrics/);
});

const packed = gzipSync(`before ${marker} after`).toString("base64");
const places: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
  [
    "public.activity",
    () =>
      database`insert into activity (id, account_id, at, kind, facts) values (gen_random_uuid(), ${accountId}, now(), 'polled', ${database.json({ note: marker })})`,
    () => database`delete from activity where facts ? 'note'`,
  ],
  [
    "public.contacts",
    () =>
      database`insert into contacts (account_id, name, confirmed_at) values (${accountId}, ${Buffer.from(marker).toString("base64")}, now())`,
    () => database`delete from contacts where account_id = ${accountId}`,
  ],
  [
    "pgboss.job_common",
    () => database`insert into pgboss.job (id, name, data) values (gen_random_uuid(), 'send-mail', ${database.json({ id: marker })})`,
    () => database`delete from pgboss.job where data->>'id' = ${marker}`,
  ],
  [
    "public.root_keys",
    () => keysDb().execute(sql`insert into root_keys (key_id, version, proof, made_at) values (${marker}, 900, '', now())`),
    () => keysDb().execute(sql`update root_keys set key_id = 'root-900' where version = 900`),
  ],
  [
    "the log worker.log",
    async () => appendFileSync(around.logFile, `${packed}\n`),
    async () => writeFileSync(around.logFile, readFileSync(around.logFile, "utf8").replace(packed, "")),
  ],
  [
    "mails of the kind control-fails",
    () =>
      database`insert into outbox (id, template, facts, given_up_at) values (gen_random_uuid(), 'control-fails',
        ${database.json({ check: "x", about: "A thing", result: "fails", seen: marker })}, now())`,
    () => database`delete from outbox where template = 'control-fails'`,
  ],
  [
    "the metrics",
    () => database`insert into alarms (id, kind) values (gen_random_uuid(), ${marker})`,
    () => database`delete from alarms where kind = ${marker}`,
  ],
];
test.each(places)("a marker in %s turns the control red", async (place, plant, takeAway) => {
  await plant();
  const seen = await canary.look();
  await takeAway();
  expect([seen.result, seen.seen]).toEqual(["fails", expect.stringContaining(place)]);
});

test("once all of these are gone it is green again; a place that cannot be read, or does not give back what was planted, leaves the control unknown", async () => {
  expect((await canary.look()).result).toBe("holds");
  const { LOG_DIR, METRICS_TOKEN } = process.env;
  delete process.env.LOG_DIR;
  expect(await canary.look()).toMatchObject({ result: "unknown", seen: expect.stringContaining("Could not be searched: the logs.") });
  Object.assign(process.env, { LOG_DIR, METRICS_TOKEN: "another-token-that-opens-nothing-at-all" });
  expect(await canary.look()).toMatchObject({ result: "unknown", seen: expect.stringContaining("Could not be searched: the metrics.") });
  process.env.METRICS_TOKEN = METRICS_TOKEN;
  around.loseLog(true);
  expect(await canary.look()).toMatchObject({ result: "unknown", seen: expect.stringMatching(/not found: plain, .* in the logs/) });
  around.loseLog(false);
  expectComplaints("a place could not be searched for forbidden fields");
});

test("what the worker may not read is named, and holds logins and secrets alone", async () => {
  const unread = await unreadTables();
  expect(unread).toContain("public.passwords");
  expect(unread.filter((table) => /offers|activity|decisions|acceptances|intents|holds|charges|job/.test(table))).toEqual([]);
});
