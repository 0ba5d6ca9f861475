import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { closeJobs } from "@/db/jobs";
import { listBusyTimes, replaceBusyTimes } from "@/db/queries/busy-times";
import { dueCalendars } from "@/db/queries/calendars";
import { hourMs, later, minuteMs, now } from "@/lib/base/clock";
import { addCalendar, fetchCalendarNow, mostCalendars, removeCalendar } from "@/lib/schedule/change-calendars";
import { fetchCalendar } from "@/lib/schedule/fetch-calendar";
import { readCalendars } from "@/lib/schedule/read-calendars";
import { saveSchedule } from "@/lib/schedule/save-schedule";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenMember } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";
import { calendar, event } from "./write-ics";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeJobs(), closeDatabases()]));

const worker = { kind: "system", job: "test" } as const;
type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  vi.useRealTimers();
});

/** A calendar's host on this machine, which the sandbox lets be asked, and the requests that it has read. */
async function givenHost(answer: Answer) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path/basic.ics`, asked, server };
}

const utc = (at: Date) => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
const inHours = (hours: number) => new Date(Math.floor(later(now(), hours * hourMs).getTime() / 1000) * 1000);
const oneEvent = () => calendar(...event(`DTSTART:${utc(inHours(48))}`, "DURATION:PT1H"));

async function givenCalendar(url: string) {
  const { accountId } = await givenMember();
  await addCalendar(accountId, { address: url, name: "" });
  const [added] = (await readCalendars(accountId)).calendars;
  if (!added) throw new Error("no calendar");
  return { accountId, id: added.id };
}
const busyOf = (accountId: string) => transaction({ kind: "member", accountId }, (tx) => listBusyTimes(tx, accountId, now()));
const shownOf = async (accountId: string) => (await readCalendars(accountId)).calendars[0];
/** Lets the worker look again although it is not yet time. */
const lookAgain = async (id: string) => {
  await database`update calendars set next_fetch_at = now() - interval '1 second' where id = ${id}`;
  await fetchCalendar(id);
};

describe("a calendar is fetched by the worker", () => {
  test("and gives its busy times, of which nothing but start and end is kept anywhere", async () => {
    const start = inHours(48);
    const text = calendar(...event(`DTSTART:${utc(start)}`, "DURATION:PT1H", "SUMMARY:Dentist secret", "LOCATION:Elm Street"));
    const { url, asked } = await givenHost((_, response) => response.end(text));
    const { accountId, id } = await givenCalendar(url);
    expect(await transaction(worker, (tx) => dueCalendars(tx, now(), 100))).toContain(id);
    await fetchCalendar(id);
    expect(await busyOf(accountId)).toEqual([{ start, end: later(start, hourMs) }]);
    expect(asked[0]?.headers).not.toHaveProperty("cookie");
    const kept = JSON.stringify([
      await database`select * from calendars`,
      await database`select * from busy_times`,
      await database`select * from access_lines`,
    ]);
    expect(kept).not.toMatch(/Dentist|Elm Street|secret-path/);
    expect(await shownOf(accountId)).toMatchObject({ stale: false, trouble: null });
  });

  test("not again before a quarter of an hour has passed, and then with what tells whether it has changed", async () => {
    const { url, asked } = await givenHost((request, response) => {
      if (request.headers["if-none-match"] === '"one"') return response.writeHead(304).end();
      return response.setHeader("etag", '"one"').end(oneEvent());
    });
    const { accountId, id } = await givenCalendar(url);
    await fetchCalendar(id);
    await fetchCalendar(id);
    expect(asked).toHaveLength(1);
    expect(await transaction(worker, (tx) => dueCalendars(tx, later(now(), 14 * minuteMs), 100))).not.toContain(id);
    expect(await transaction(worker, (tx) => dueCalendars(tx, later(now(), 15 * minuteMs), 100))).toContain(id);
    await lookAgain(id);
    expect(asked).toHaveLength(2);
    expect(await busyOf(accountId)).toHaveLength(1);
    await database`update calendars set read_at = now() - interval '13 hours' where id = ${id}`;
    await lookAgain(id);
    expect(asked[2]?.headers).not.toHaveProperty("if-none-match");
  });

  test("what it no longer says is no longer busy", async () => {
    let text = oneEvent();
    const { url } = await givenHost((_, response) => response.end(text));
    const { accountId, id } = await givenCalendar(url);
    await fetchCalendar(id);
    text = calendar();
    await lookAgain(id);
    expect(await busyOf(accountId)).toEqual([]);
  });

  test.each(["later", "while it is being read"])("whole days move with the member's time zone, which changes %s", async (when) => {
    const day = inHours(72).toISOString().slice(0, 10);
    const text = calendar(...event(`DTSTART;VALUE=DATE:${day.replaceAll("-", "")}`));
    const move = () => saveSchedule(accountId, { timeZone: "Asia/Tokyo", hours: [] });
    const { url, asked } = await givenHost(async (request, response) => {
      if (when !== "later" && asked.length === 1) await move();
      if (request.headers["if-none-match"] === '"one"') response.writeHead(304).end();
      else response.setHeader("etag", '"one"').end(text);
    });
    const { accountId, id } = await givenCalendar(url);
    await fetchCalendar(id);
    if (when === "later") await move();
    await fetchCalendar(id);
    const start = later(new Date(`${day}T00:00:00Z`), -9 * hourMs);
    expect((await busyOf(accountId)).map((busy) => busy.start)).toEqual([start]);
  });

  test("and a host's validator is kept only when short, and told to no other host", async () => {
    let etag = '"one"';
    let isMoved = false;
    const to = await givenHost((_, response) => response.setHeader("etag", '"theirs"').end(oneEvent()));
    const { url, asked } = await givenHost((_, response) => {
      if (isMoved) return response.writeHead(302, { location: to.url }).end();
      return response.setHeader("etag", etag).end(oneEvent());
    });
    const { id } = await givenCalendar(url);
    const kept = async () => (await database`select etag from calendars where id = ${id}`)[0]?.etag as string | null;
    await fetchCalendar(id);
    expect(await kept()).toBe('"one"');
    isMoved = true;
    await lookAgain(id);
    expect(asked[1]?.headers["if-none-match"]).toBe('"one"');
    expect(to.asked[0]?.headers).not.toHaveProperty("if-none-match");
    expect(await kept()).toBeNull();
    isMoved = false;
    etag = `"${"x".repeat(199)}"`;
    await lookAgain(id);
    expect(await kept()).toBeNull();
    etag = `"${"x".repeat(198)}"`;
    await lookAgain(id);
    expect(await kept()).toBe(etag);
  });

  test("over at most three redirects, each judged anew", async () => {
    const last = await givenHost((_, response) => response.end(oneEvent()));
    const first = await givenHost((_, response) => response.writeHead(302, { location: last.url }).end());
    const { accountId, id } = await givenCalendar(first.url);
    await fetchCalendar(id);
    expect(await busyOf(accountId)).toHaveLength(1);
    const round = await givenHost((_, response) => response.writeHead(301, { location: "/secret-path/basic.ics" }).end());
    const looped = await givenCalendar(round.url);
    await fetchCalendar(looped.id);
    expect(round.asked).toHaveLength(4);
    expect(await shownOf(looped.accountId)).toMatchObject({ trouble: "unreachable" });
  });
});

describe("a calendar that cannot be read", () => {
  const cases: [string, Answer, string, boolean][] = [
    [
      "leads to an address inside",
      (_, response) => response.writeHead(302, { location: "https://169.254.169.254/latest" }).end(),
      "not_allowed",
      true,
    ],
    ["leads to a file", (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(), "not_allowed", true],
    ["is gone", (_, response) => response.writeHead(404).end(), "not_found", false],
    ["fails", (_, response) => response.writeHead(500).end(), "unreachable", false],
    ["hangs up", (request) => request.socket.destroy(), "unreachable", false],
    ["is a page", (_, response) => response.end("<!doctype html><title>Log in</title>"), "not_a_calendar", true],
    ["is too large", (_, response) => response.end("x".repeat(2 * 1024 * 1024 + 1)), "too_large", true],
    ["never ends", (_, response) => pour(response), "too_large", true],
    ["is packed", (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("x"), "unreachable", false],
  ];
  function pour(response: ServerResponse): void {
    const more = () => !response.destroyed && response.write("x".repeat(65_536), () => setImmediate(more));
    more();
  }

  test.each(cases)("because it %s keeps what it gave, and says why", async (_, answer, trouble, stale) => {
    let reply: Answer = (__, response) => response.end(oneEvent());
    const { url } = await givenHost((request, response) => reply(request, response));
    const { accountId, id } = await givenCalendar(url);
    await fetchCalendar(id);
    reply = answer;
    await lookAgain(id);
    expect(await busyOf(accountId)).toHaveLength(1);
    expect(await shownOf(accountId)).toMatchObject({ trouble, stale });
    reply = (__, response) => response.end(oneEvent());
    await lookAgain(id);
    expect(await shownOf(accountId)).toMatchObject({ trouble: null, stale: false });
  });

  test("because its times cannot be kept says so, and is tried again later", async () => {
    expectComplaints("calendar not kept");
    const { url } = await givenHost((_, response) => response.end(oneEvent()));
    const { accountId, id } = await givenCalendar(url);
    await database`alter table busy_times add constraint nothing_fits check (false) not valid`;
    try {
      await fetchCalendar(id);
    } finally {
      await database`alter table busy_times drop constraint nothing_fits`;
    }
    expect(await shownOf(accountId)).toMatchObject({ trouble: "not_kept", stale: true, fetchedAt: null });
    await lookAgain(id);
    expect(await shownOf(accountId)).toMatchObject({ trouble: null, stale: false });
    expect(await busyOf(accountId)).toHaveLength(1);
  });

  test("is stale once it has not been read well for a day, and tried less and less often", async () => {
    const { url } = await givenHost((_, response) => response.writeHead(503).end());
    const { accountId, id } = await givenCalendar(url);
    expect(await shownOf(accountId)).toMatchObject({ stale: true, fetchedAt: null });
    const pauses: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      await lookAgain(id);
      const [row] = await database<{ next: Date }[]>`select next_fetch_at as next from calendars where id = ${id}`;
      pauses.push(Math.round(((row?.next.getTime() ?? 0) - now().getTime()) / minuteMs));
    }
    expect(pauses).toEqual([15, 30, 60, 120, 240, 360, 360]);
    await database`update calendars set fetched_at = now() - interval '23 hours' where id = ${id}`;
    expect(await shownOf(accountId)).toMatchObject({ stale: false });
    await database`update calendars set fetched_at = now() - interval '25 hours' where id = ${id}`;
    expect(await shownOf(accountId)).toMatchObject({ stale: true });
  });

  test("whose row was put into another's place is not opened", async () => {
    const { url, asked } = await givenHost((_, response) => response.end(oneEvent()));
    const one = await givenCalendar(url);
    const other = await givenCalendar(url);
    await database`update calendars set sealed_address = (select sealed_address from calendars where id = ${other.id}) where id = ${one.id}`;
    await expect(fetchCalendar(one.id)).rejects.toThrow(/another calendar/);
    expect(asked).toHaveLength(0);
  });
});

describe("what a member can do with calendars", () => {
  test("add five and no more, remove one with its busy times, and ask for one at most once a minute", async () => {
    const { url } = await givenHost((_, response) => response.end(oneEvent()));
    const { accountId, id } = await givenCalendar(url);
    for (let more = 1; more < mostCalendars; more += 1)
      await addCalendar(accountId, { address: "https://example.org/a.ics", name: "Family" });
    await expect(addCalendar(accountId, { address: "https://example.org/a.ics", name: "" })).rejects.toMatchObject({
      facts: { reason: "calendars_full" },
    });
    await fetchCalendar(id);
    await expect(fetchCalendarNow(accountId, id)).rejects.toMatchObject({ refusal: "too_many" });
    await database`update calendars set tried_at = now() - interval '2 minutes' where id = ${id}`;
    await fetchCalendarNow(accountId, id);
    expect(await transaction(worker, (tx) => dueCalendars(tx, now(), 100))).toContain(id);
    expect(await busyOf(accountId)).toHaveLength(1);
    await removeCalendar(accountId, id);
    expect(await busyOf(accountId)).toEqual([]);
    await expect(removeCalendar(accountId, id)).rejects.toMatchObject({ refusal: "not_found" });
  });

  test("nothing with another's, and a suspended member's is not fetched", async () => {
    const { url, asked } = await givenHost((_, response) => response.end(oneEvent()));
    const { accountId, id } = await givenCalendar(url);
    const stranger = await givenMember();
    await expect(removeCalendar(stranger.accountId, id)).rejects.toMatchObject({ refusal: "not_found" });
    await expect(fetchCalendarNow(stranger.accountId, id)).rejects.toMatchObject({ refusal: "too_many" });
    expect((await readCalendars(stranger.accountId)).calendars).toEqual([]);
    await database`update accounts set state = 'suspended' where id = ${accountId}`;
    await fetchCalendar(id);
    expect(asked).toHaveLength(0);
    expect(await transaction(worker, (tx) => dueCalendars(tx, now(), 100))).not.toContain(id);
  });

  test("web's role cannot read an address again", async () => {
    const { accountId } = await givenCalendar("https://example.org/a.ics");
    await expect(
      transaction({ kind: "member", accountId }, (tx) => tx.execute("select sealed_address from calendars")),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});

test("a source's busy times take the place of its earlier ones alone", async () => {
  const { url } = await givenHost((_, response) => response.end(oneEvent()));
  const { accountId, id } = await givenCalendar(url);
  const other = await givenCalendar(url);
  await fetchCalendar(other.id);
  const windows = Array.from({ length: 3 }, (_, index) => ({ start: inHours(10 + 2 * index), end: inHours(11 + 2 * index) }));
  const put = (some: typeof windows) => transaction(worker, (tx) => replaceBusyTimes(tx, { accountId, calendarId: id }, some));
  await put(windows);
  await put(windows.slice(1));
  expect(await busyOf(accountId)).toEqual(windows.slice(1));
  expect(await busyOf(other.accountId)).toHaveLength(1);
});
