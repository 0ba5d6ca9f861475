import { describe, expect, test } from "vitest";
import { FeedRefused } from "@/lib/schedule/feed-refused";
import { readFeed } from "@/lib/schedule/read-feed";
import { readFeedApart } from "@/lib/schedule/read-feed-apart";
import { calendarFeed } from "@/sandbox/control/calendar-feed";
import { calendar, event } from "./write-ics";

const at = new Date("2026-12-01T00:00:00Z");
const chicago = "America/Chicago";
const read = (...lines: string[]) =>
  readFeed(calendar(...lines), { timeZone: chicago, at }).map(
    ({ start, end }) => `${start.toISOString().slice(0, 16)}/${end.toISOString().slice(0, 16)}`,
  );
const weekly = ["DTSTART:20261201T150000Z", "DTEND:20261201T160000Z", "RRULE:FREQ=WEEKLY;COUNT=3"];

describe("what is busy", () => {
  test("an event in UTC, in a zone of the database, and one that floats by the member's own clock", () => {
    expect(read(...event("DTSTART:20261203T150000Z", "DTEND:20261203T160000Z"))).toEqual(["2026-12-03T15:00/2026-12-03T16:00"]);
    expect(read(...event("DTSTART;TZID=Europe/Berlin:20261203T150000", "DURATION:PT90M"))).toEqual(["2026-12-03T14:00/2026-12-03T15:30"]);
    expect(read(...event("DTSTART:20261203T150000", "DURATION:PT1H"))).toEqual(["2026-12-03T21:00/2026-12-03T22:00"]);
    expect(read(...event("DTSTART;TZID=/example.org/Europe/Berlin:20261203T150000", "DURATION:PT1H"))).toEqual([
      "2026-12-03T14:00/2026-12-03T15:00",
    ]);
  });

  test("the calendar that the sandbox offers to try: lunch on weekdays, and an appointment tomorrow", () => {
    const busy = readFeed(calendarFeed(at), { timeZone: chicago, at }).map(({ start }) => start.toISOString().slice(0, 16));
    expect(busy.slice(0, 4)).toEqual(["2026-11-30T18:00", "2026-12-01T18:00", "2026-12-02T18:00", "2026-12-02T21:00"]);
  });

  test("whole days, from midnight to midnight where the member is", () => {
    expect(read(...event("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227"))).toEqual(["2026-12-24T06:00/2026-12-27T06:00"]);
    expect(read(...event("DTSTART;VALUE=DATE:20261224"))).toEqual(["2026-12-24T06:00/2026-12-25T06:00"]);
  });

  test("nothing that is transparent, cancelled, without length, long over or far ahead", () => {
    expect(read(...event("DTSTART:20261203T150000Z", "DTEND:20261203T160000Z", "TRANSP:TRANSPARENT"))).toEqual([]);
    expect(read(...event("DTSTART:20261203T150000Z", "DTEND:20261203T160000Z", "STATUS:CANCELLED"))).toEqual([]);
    expect(read(...event("DTSTART:20261203T150000Z"))).toEqual([]);
    expect(read(...event("DTSTART:20261128T150000Z", "DTEND:20261128T160000Z"))).toEqual([]);
    expect(read(...event("DTSTART:20270501T150000Z", "DTEND:20270501T160000Z"))).toEqual([]);
  });

  test("what began before and is not over, from where reading begins, and a tentative event", () => {
    expect(read(...event("DTSTART:20261101T000000Z", "DTEND:20261215T000000Z"))).toEqual(["2026-11-30T00:00/2026-12-15T00:00"]);
    expect(read(...event("DTSTART:20261203T150000Z", "DTEND:20261203T160000Z", "STATUS:TENTATIVE"))).toHaveLength(1);
  });

  test("events that overlap or touch, as one stretch", () => {
    const lines = ["150000Z/PT1H", "153000Z/PT1H", "163000Z/PT30M", "180000Z/PT1H"].flatMap((text) => {
      const [start, duration] = text.split("/");
      return event(`DTSTART:20261203T${start}`, `DURATION:${duration}`).filter((line) => !line.startsWith("UID"));
    });
    expect(read(...lines)).toEqual(["2026-12-03T15:00/2026-12-03T17:00", "2026-12-03T18:00/2026-12-03T19:00"]);
  });

  test("the busy times of a calendar that tells nothing else", () => {
    const lines = [
      "BEGIN:VFREEBUSY",
      "UID:f",
      "DTSTAMP:20261101T000000Z",
      "FREEBUSY;FBTYPE=BUSY:20261203T150000Z/PT1H,20261204T150000Z/20261204T170000Z",
      "FREEBUSY;FBTYPE=FREE:20261205T150000Z/PT1H",
      "END:VFREEBUSY",
    ];
    expect(read(...lines)).toEqual(["2026-12-03T15:00/2026-12-03T16:00", "2026-12-04T15:00/2026-12-04T17:00"]);
  });

  test.each([
    ["a length beyond any date", ["DTSTART:20261203T150000Z", "DURATION:P99999999W"]],
    ["a length beyond what a database holds", ["DTSTART:20261203T150000Z", "DURATION:P500000W"]],
    ["hours without end", ["DTSTART;TZID=Europe/Berlin:20261203T160000", "DURATION:PT99999999999H"]],
    ["a last year", ["DTSTART:20261203T150000Z", "DTEND:99991231T235959Z"]],
  ])("%s ends where reading ends", (_, lines) => expect(read(...event(...lines))).toEqual(["2026-12-03T15:00/2027-03-31T00:00"]));

  test("a calendar with a byte order mark before it", () => {
    const text = `\uFEFF${calendar(...event("DTSTART:20261203T150000Z", "DURATION:PT1H"))}`;
    expect(readFeed(text, { timeZone: chicago, at })).toHaveLength(1);
  });

  test("a long line that is folded, and calendars one after the other", () => {
    const folded = event("DTSTART;TZID=Europe/Be\r\n rlin:2026120\r\n\t3T150000", "DURATION:PT1H");
    expect(read(...folded)).toEqual(["2026-12-03T14:00/2026-12-03T15:00"]);
    const two =
      calendar(...event("DTSTART:20261203T150000Z", "DURATION:PT1H")) + calendar(...event("DTSTART:20261204T150000Z", "DURATION:PT1H"));
    expect(readFeed(two, { timeZone: chicago, at })).toHaveLength(2);
  });
});

describe("a series and what departs from it", () => {
  test("days that are taken out, by the moment, in another zone, or as a whole day", () => {
    const kept = ["2026-12-01T15:00/2026-12-01T16:00", "2026-12-15T15:00/2026-12-15T16:00"];
    expect(read(...event(...weekly, "EXDATE:20261208T150000Z"))).toEqual(kept);
    expect(read(...event(...weekly, "EXDATE;TZID=America/Chicago:20261208T090000"))).toEqual(kept);
    expect(read(...event(...weekly, "EXDATE;VALUE=DATE:20261208"))).toEqual(kept);
    expect(read(...event(...weekly, "EXDATE:20261202T000000Z,20261203T000000Z", "EXDATE:20261208T150000Z"))).toEqual(kept);
  });

  test("days that are added, also with an end of their own kind", () => {
    expect(read(...event(...weekly, "RDATE:20261203T100000Z"))).toContain("2026-12-03T10:00/2026-12-03T11:00");
    const period = (text: string) => read(...event(...weekly, `RDATE;VALUE=PERIOD${text}`));
    expect(period(":20261203T100000Z/PT3H")).toContain("2026-12-03T10:00/2026-12-03T13:00");
    expect(period(":20261203T100000Z/20261203T103000Z")).toContain("2026-12-03T10:00/2026-12-03T10:30");
    expect(period(";TZID=Europe/Berlin:20261203T100000/20261203T150000")).toContain("2026-12-03T09:00/2026-12-03T14:00");
    // Longer than its series, and begun before reading begins.
    expect(period(":20261110T100000Z/P30D")).toContain("2026-11-30T00:00/2026-12-10T10:00");
  });

  test("one that is moved, one that is called off, one that is free", () => {
    const moved = event("RECURRENCE-ID:20261208T150000Z", "DTSTART:20261209T180000Z", "DTEND:20261209T200000Z");
    expect(read(...event(...weekly), ...moved)).toEqual([
      "2026-12-01T15:00/2026-12-01T16:00",
      "2026-12-09T18:00/2026-12-09T20:00",
      "2026-12-15T15:00/2026-12-15T16:00",
    ]);
    const off = event(
      "RECURRENCE-ID;TZID=America/Chicago:20261208T090000",
      "DTSTART:20261208T150000Z",
      "DURATION:PT1H",
      "STATUS:CANCELLED",
    );
    expect(read(...event(...weekly), ...off)).toEqual(["2026-12-01T15:00/2026-12-01T16:00", "2026-12-15T15:00/2026-12-15T16:00"]);
    const free = event("RECURRENCE-ID:20261208T150000Z", "DTSTART:20261208T150000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT");
    expect(read(...free, ...event(...weekly))).toHaveLength(2);
  });

  test("one that is moved here from beyond what is read", () => {
    const series = event("DTSTART:20271201T150000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY");
    const moved = event("RECURRENCE-ID:20271201T150000Z", "DTSTART:20261210T150000Z", "DURATION:PT1H");
    expect(read(...series, ...moved)).toEqual(["2026-12-10T15:00/2026-12-10T16:00"]);
  });

  test("all from one on, moved and made longer together", () => {
    const change = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261208T150000Z", "DTSTART:20261208T170000Z", "DTEND:20261208T190000Z");
    expect(read(...event(...weekly), ...change)).toEqual([
      "2026-12-01T15:00/2026-12-01T16:00",
      "2026-12-08T17:00/2026-12-08T19:00",
      "2026-12-15T17:00/2026-12-15T19:00",
    ]);
  });

  test("all from one on, where the change names its moment by another clock than the series", () => {
    const berlin = ["DTSTART;TZID=Europe/Berlin:20261201T150000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3"];
    const kept = ["2026-12-01T14:00/2026-12-01T15:00", "2026-12-08T16:00/2026-12-08T17:00", "2026-12-15T16:00/2026-12-15T17:00"];
    for (const moved of ["TZID=Europe/Berlin:20261208T170000", "TZID=America/Chicago:20261208T100000"]) {
      const change = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261208T140000Z", `DTSTART;${moved}`, "DURATION:PT1H");
      expect(read(...event(...berlin), ...change)).toEqual(kept);
    }
  });

  test("one without its series stands for itself", () => {
    const alone = event("RECURRENCE-ID:20261208T150000Z", "DTSTART:20261209T180000Z", "DURATION:PT1H");
    expect(read(...alone)).toEqual(["2026-12-09T18:00/2026-12-09T19:00"]);
  });
});

describe("what is refused, and why", () => {
  const refusalOf = (text: string) => {
    try {
      return readFeed(text, { timeZone: chicago, at });
    } catch (thrown) {
      return (thrown as { trouble?: string }).trouble;
    }
  };
  const rule = (text: string, start = "20261201T150000Z") => calendar(...event(`DTSTART:${start}`, "DURATION:PT1M", `RRULE:${text}`));

  test.each([
    ["a page that is none", "<!doctype html><p>Log in</p>", "not_a_calendar"],
    ["nothing", "", "not_a_calendar"],
    ["an address book", "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nEND:VCARD\r\n", "not_a_calendar"],
    ["half a calendar", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261201", "not_a_calendar"],
    ["a time that is none", calendar(...event("DTSTART:20261301T990000Z", "DURATION:PT1H", "RRULE:FREQ=NEVER")), "not_a_calendar"],
    ["a zone that nobody knows", calendar(...event("DTSTART;TZID=Mars/Olympus:20261201T150000", "DURATION:PT1H")), "unknown_zone"],
    ["a rule by the second", rule("FREQ=SECONDLY"), "odd_rule"],
    ["a rule by the minute", rule("FREQ=MINUTELY;INTERVAL=7"), "odd_rule"],
    ["a rule that counts further than anybody plans", rule("FREQ=DAILY;COUNT=1000000"), "odd_rule"],
  ])("%s", (_, text, trouble) => expect(refusalOf(text)).toBe(trouble));

  const bomb = calendar(
    "BEGIN:VTIMEZONE",
    "TZID:Bomb",
    "BEGIN:STANDARD",
    "DTSTART:19000101T000000",
    "RRULE:FREQ=SECONDLY",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "END:VTIMEZONE",
    ...event("DTSTART;TZID=Bomb:20261201T150000", "DURATION:PT1H"),
  );

  test("one that would never be read to its end is ended, and nobody waits for it meanwhile", async () => {
    const reading = readFeedApart({ text: bomb, timeZone: chicago, at }, 500);
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 10);
    await expect(reading).rejects.toMatchObject({ trouble: "too_slow" });
    clearInterval(turning);
    expect(turns).toBeGreaterThan(5);
  });

  test("read apart, a calendar says what it says and is refused as it is", async () => {
    const text = calendar(...event("DTSTART:20261203T150000Z", "DURATION:PT1H"));
    const task = { timeZone: chicago, at };
    expect(await readFeedApart({ text, ...task })).toEqual(readFeed(text, task));
    await expect(readFeedApart({ text: "none", ...task })).rejects.toMatchObject({ trouble: "not_a_calendar" });
  });

  test("a rule that no day ever meets gives its first day alone, and one since long ago is not gone through", () => {
    expect(readFeed(rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), { timeZone: chicago, at })).toHaveLength(1);
    expect(readFeed(rule("FREQ=DAILY", "16010101T000000Z"), { timeZone: chicago, at })).toHaveLength(121);
  });

  test("a rule that lists every minute", async () => {
    const text = rule(`FREQ=DAILY;BYHOUR=${[...Array(24).keys()]};BYMINUTE=${[...Array(60).keys()]}`);
    const trouble = await readFeedApart({ text, timeZone: chicago, at }, 1_000).catch((thrown: FeedRefused) => thrown.trouble);
    expect(["too_many", "too_slow", "odd_rule"]).toContain(trouble);
  });

  test("more times than one calendar may hold", () => {
    const many = Array.from({ length: 5_001 }, (_, index) =>
      event("DTSTART:20261203T150000Z", "DURATION:PT1H").with(1, `UID:${index}`),
    ).flat();
    expect(refusalOf(calendar(...many))).toBe("too_many");
  });

  const start = "DTSTART:20261203T150000Z";
  const odd = (...lines: string[]) =>
    calendar(
      "BEGIN:VTIMEZONE",
      "TZID:Odd",
      "BEGIN:STANDARD",
      ...lines,
      "END:STANDARD",
      "END:VTIMEZONE",
      ...event("DTSTART;TZID=Odd:20261201T150000", "DURATION:PT1H"),
    );
  const moves = (number: number) =>
    Array.from({ length: number }, (_, index) => {
      const at = new Date(Date.UTC(2026, 11, 1, 0, index)).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
      return event(`RECURRENCE-ID;RANGE=THISANDFUTURE:${at}Z`, `DTSTART:${at}Z`, "DURATION:PT1M");
    }).flat();
  test.each<[string, () => string]>([
    ["a line of a megabyte", () => calendar(...event(start, "DURATION:PT1H", `SUMMARY:${"x".repeat(1_000_000)}`))],
    [
      "a property with a megabyte of parameters",
      () => calendar(...event(`DTSTART;${"X-A=1;".repeat(170_000)}X-B=1:20261203T150000Z`, "DURATION:PT1H")),
    ],
    [
      "a hundred thousand dates added and taken away",
      () =>
        calendar(
          ...event(
            start,
            "DURATION:PT1H",
            `RDATE:${"20261204T150000Z,".repeat(60_000)}20261205T150000Z`,
            `EXDATE:${"20261204T150000Z,".repeat(40_000)}20261205T150000Z`,
          ),
        ),
    ],
    [
      "a series by the hour that changes ten thousand times",
      () => calendar(...event(start, "DURATION:PT1M", "RRULE:FREQ=HOURLY"), ...moves(10_000)),
    ],
    ["a zone of no offset that a clock has", () => odd("DTSTART:19700101T000000", "TZOFFSETFROM:+9999", "TZOFFSETTO:-9999")],
    [
      "a zone that begins after the last year",
      () => odd("DTSTART:99991231T235959", "RRULE:FREQ=YEARLY", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100"),
    ],
    ["a zone that changes every hour", () => odd("DTSTART:19000101T000000", "RRULE:FREQ=HOURLY", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100")],
    ["a zone without anything in it", () => odd()],
    ["an event that never ends", () => calendar(...event("DTSTART:00000101T000000Z", "DURATION:P99999999999W", "RRULE:FREQ=DAILY"))],
    [
      "an event that ends before it begins",
      () => calendar(...event(start, "DTEND:00010101T000000Z"), ...event(start, "DURATION:-P9999999W")),
    ],
  ])("%s is read or refused in time, and neither memory nor process is lost to it", async (_, text) => {
    const told = await readFeedApart({ text: text(), timeZone: chicago, at }, 1_000).catch((thrown: unknown) => thrown);
    const isRefused = told instanceof FeedRefused;
    const windows = Array.isArray(told) ? (told as { start: Date; end: Date }[]) : [];
    const days = windows.map(({ start, end }) => (end.getTime() - start.getTime()) / 86_400_000);
    expect(isRefused || Array.isArray(told)).toBe(true);
    expect(days.filter((long) => !(long > 0 && long <= 122))).toEqual([]);
  });

  test("a deep nest of components opens no hole", () => {
    const nest = [...Array(20_000).fill("BEGIN:VEVENT"), ...Array(20_000).fill("END:VEVENT")] as string[];
    expect(["not_a_calendar", "too_slow", []]).toContainEqual(refusalOf(calendar(...nest)));
  });
});
