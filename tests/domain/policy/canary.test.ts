import { deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canaryMark } from "@/lib/base/canary-mark";
import { canary } from "@/lib/policy/canary/look-for-canary";
import { searchDatabases } from "@/lib/policy/canary/search-databases";
import { finder } from "@/lib/policy/canary/spellings";
import { givenMember } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
let accountId: string;
beforeAll(async () => {
  ({ accountId } = await givenMember());
});
afterAll(() => database.end());

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
  const around = Buffer.concat([Buffer.from("-- "), Buffer.from(content), Buffer.from(" --")]);
  expect([finder([canaryMark])(around), finder([`${canaryMark}of-nobody`])(around)]).toEqual([true, false]);
});

test("where nothing of a forbidden field is kept, the control holds, having found what it planted, and leaves nothing of that", async () => {
  const before = await database`select count(*)::int as n from outbox`;
  const seen = await canary.look();
  expect(seen).toMatchObject({ result: "holds", looked: expect.any(Number) });
  expect(seen.looked).toBeGreaterThan(5);
  expect(await database`select count(*)::int as n from outbox`).toEqual(before);
});

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
];
test.each(places)("a marker in %s turns the control red, and it is green once that is gone", async (place, plant, takeAway) => {
  await plant();
  const seen = await canary.look();
  await takeAway();
  expect([seen.result, seen.seen]).toEqual(["fails", expect.stringContaining(place)]);
  expect((await canary.look()).result).toBe("holds");
});

test("what the worker may not read is named, and holds logins and secrets alone", async () => {
  const { unread, missed } = await searchDatabases();
  expect(missed).toEqual([]);
  expect(unread).toContain("public.passwords");
  expect(unread.filter((table) => /offers|activity|decisions|acceptances|intents|holds|charges|job/.test(table))).toEqual([]);
});
