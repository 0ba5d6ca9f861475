import { afterAll, expect, test } from "vitest";
import { GET } from "@/app/calendar/[token]/route";
import { closeDatabases, transaction } from "@/db/client";
import { closeJobs } from "@/db/jobs";
import { listHeldTimes } from "@/db/queries/holds";
import { dayMs, later, now } from "@/lib/base/clock";
import { isAuthenticatedByRequest } from "@/lib/edge/origin";
import { pollConnection } from "@/lib/orders/poll-connection";
import { readAcceptance } from "@/lib/orders/read-acceptance";
import { makeBusyFeed, revokeBusyFeed } from "@/lib/schedule/busy-feed";
import { addCalendar, removeCalendar } from "@/lib/schedule/change-calendars";
import { mergeWindows } from "@/lib/schedule/merge-windows";
import { readCalendars } from "@/lib/schedule/read-calendars";
import { readFeed } from "@/lib/schedule/read-feed";
import { writeBusyFeed } from "@/lib/schedule/write-busy-feed";
import { givenOutside, givenReady, putUp } from "@/tests/domain/orders/given-ready";
import { givenMember } from "@/tests/support/members";

const { outside, database } = await givenOutside();
afterAll(() => Promise.all([closeJobs(), closeDatabases()]));

const ask = async (address: string, headers: Record<string, string> = {}) => {
  const { pathname } = new URL(address);
  expect(isAuthenticatedByRequest("GET", pathname)).toBe(true);
  const params = Promise.resolve({ token: pathname.slice("/calendar/".length) });
  return await GET(new Request(address, { headers }), { params });
};

test("what a member has accepted is read at the address as busy, and as nothing more; our own reading of it gives the same times", async () => {
  const { accountId, connectionId, userId } = await givenReady(outside);
  const orders = [await putUp(outside, userId, 1), await putUp(outside, userId, 2)];
  await pollConnection(connectionId);
  const held = await transaction({ kind: "member", accountId }, (tx) => listHeldTimes(tx, accountId, now()));
  expect(held).toHaveLength(2);

  const address = await makeBusyFeed(accountId);
  const reply = await ask(address);
  expect(reply.status).toBe(200);
  expect(reply.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
  expect(reply.headers.get("set-cookie")).toBeNull();
  const text = await reply.text();
  for (const { id, markers } of orders) for (const mark of [String(id), ...markers]) expect(text).not.toContain(mark);
  expect(text).not.toMatch(/field.?nation|[0-9a-f]{8}-[0-9a-f]{4}/i);
  const at = later(held[0]?.start ?? now(), -dayMs);
  expect(readFeed(text, { timeZone: "Asia/Kolkata", at })).toEqual(mergeWindows(held));

  // The same text and validator until something changes.
  const etag = reply.headers.get("etag") ?? "";
  expect((await ask(address, { "if-none-match": `W/${etag}` })).status).toBe(304);
  await database`update holds set released_at = now(), released_because = 'lost' where account_id = ${accountId}`;
  const later2 = await ask(address, { "if-none-match": etag });
  expect(later2.status).toBe(200);
  expect(readFeed(await later2.text(), { timeZone: "UTC", at })).toEqual([]);
});

test("a calendar that cannot be read stops acceptance, and says so, until it is read or removed", async () => {
  const { accountId, connectionId, userId } = await givenReady(outside);
  await addCalendar(accountId, { address: "https://calendar.invalid.example.org/a.ics", name: "Family" });
  const { id } = await putUp(outside, userId, 3);
  await pollConnection(connectionId);
  expect((await readAcceptance(accountId)).missing).toEqual(["calendar_stale"]);
  expect(await transaction({ kind: "member", accountId }, (tx) => listHeldTimes(tx, accountId, now()))).toEqual([]);
  const [calendar] = (await readCalendars(accountId)).calendars;
  await removeCalendar(accountId, calendar?.id ?? "");
  expect((await readAcceptance(accountId)).missing).toEqual([]);
  await database`update connections set next_poll_at = now() where id = ${connectionId}`;
  await pollConnection(connectionId);
  expect(await transaction({ kind: "member", accountId }, (tx) => listHeldTimes(tx, accountId, now()))).toHaveLength(1);
  expect(id).toBeGreaterThan(0);
});

test("an address that was revoked, replaced, never was, or whose account is suspended answers alike; only a hash of it is stored", async () => {
  const { accountId } = await givenMember();
  const first = await makeBusyFeed(accountId);
  await expect(makeBusyFeed(accountId)).rejects.toMatchObject({ facts: { field: "replace" } });
  expect((await ask(first)).status).toBe(200);
  const second = await makeBusyFeed(accountId, { replace: true });
  expect((await readCalendars(accountId)).busyFeed).not.toBeNull();
  expect((await ask(second)).status).toBe(200);
  const stored = JSON.stringify(await database`select * from busy_feeds`);
  for (const address of [first, second]) expect(stored).not.toContain(address.slice(-43));

  const answers = [await ask(first), await ask(`${second.slice(0, -1)}_`), await ask("http://localhost/calendar/x")];
  await database`update accounts set state = 'suspended' where id = ${accountId}`;
  answers.push(await ask(second));
  await database`update accounts set state = 'active' where id = ${accountId}`;
  await revokeBusyFeed(accountId);
  answers.push(await ask(second));
  expect((await readCalendars(accountId)).busyFeed).toBeNull();
  const said = await Promise.all(answers.map(async (answer) => `${answer.status} ${await answer.text()}`));
  expect(new Set(said).size).toBe(1);
  expect(said[0]).toMatch(/^404 /);
});

test("each line is short enough to stand unfolded and ends as the standard has it", () => {
  const start = new Date("2026-12-01T15:00:00Z");
  const text = writeBusyFeed([{ holdId: crypto.randomUUID(), start, end: later(start, dayMs), takenAt: start }]);
  expect(text.endsWith("\r\n")).toBe(true);
  const lines = text.split("\r\n");
  expect(lines.every((line) => Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line))).toBe(true);
  expect(lines).toContain("DTSTART:20261201T150000Z");
});
