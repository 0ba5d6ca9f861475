import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { dayMs, hourMs, minuteMs } from "@/lib/base/clock";
import { hoursOn, type WorkingTime } from "@/lib/schedule/hours-on";
import { readFeed } from "@/lib/schedule/read-feed";
import { withinHours } from "@/lib/schedule/within-hours";
import { calendar, changesOf, definitionOf, event, wallText } from "./write-ics";

/** Changes by an hour, by half of one and by two, at night, at midnight and in the evening, of both hemispheres. */
const zones = [
  "America/New_York",
  "America/Chicago",
  "America/Los_Angeles",
  "America/Anchorage",
  "America/St_Johns",
  "America/Havana",
  "America/Santiago",
  "America/Nuuk",
  "Atlantic/Azores",
  "Africa/Cairo",
  "Europe/London",
  "Europe/Dublin",
  "Europe/Berlin",
  "Asia/Jerusalem",
  "Asia/Beirut",
  "Australia/Lord_Howe",
  "Australia/Adelaide",
  "Pacific/Auckland",
  "Pacific/Chatham",
  "Antarctica/Troll",
];
const stepMs = 15 * minuteMs;
const always = (from = 0, to = 1_440) => [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute: from, endMinute: to }));
const nothing = { hours: [], overrides: [], timeOff: [] };

/** What clocks in a zone show around a moment, every quarter of an hour, as the language itself knows it: independent of what is tested. */
function clocksAround(timeZone: string, middle: number) {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  const shown = new Map<number, { date: string; minute: number }>();
  for (let at = middle - 5 * dayMs; at <= middle + 5 * dayMs; at += stepMs) {
    const [date = "", time = ""] = format.format(at).split(" ");
    shown.set(at, { date, minute: Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) });
  }
  return {
    at: (moment: number) => shown.get(moment) ?? { date: "", minute: -1 },
    /** The moments at which the clock shows a time: none, one or two. */
    when: (date: string, minute: number) =>
      [...shown].filter(([, it]) => it.date === date && it.minute === minute).map(([moment]) => moment),
    firstOf: (date: string) => [...shown].find(([, it]) => it.date >= date)?.[0],
  };
}

test.each(zones)("%s: hours, overrides, time off and calendars hold across both clock changes of the next year", (timeZone) => {
  const changes = changesOf(timeZone, [2026, 2027]).slice(1, 3);
  expect(
    changes.map(({ before, after }) => Math.sign(after.offsetNanoseconds - before.offsetNanoseconds)).toSorted((one, other) => one - other),
  ).toEqual([-1, 1]);
  for (const { before, after } of changes) {
    const change = after.epochMilliseconds;
    const clocks = clocksAround(timeZone, change);
    const wallBefore = before.toPlainDateTime().round({ smallestUnit: "minute", roundingMode: "ceil" });
    const [early, late] = [wallBefore, after.toPlainDateTime()].toSorted(Temporal.PlainDateTime.compare);
    if (!early || !late) throw new Error("no change");
    const day = early.toPlainDate();
    const minute = early.hour * 60 + early.minute;
    const isThereAt = (working: WorkingTime, moment: number) => {
      const { date, minute: shown } = clocks.at(moment);
      return hoursOn(Temporal.PlainDate.from(date), working).some((it) => it.startMinute <= shown && shown < it.endMinute);
    };

    const schedules: WorkingTime[] = [
      { ...nothing, hours: always(Math.min(minute + 15, 1_425)) },
      { ...nothing, hours: always(0, Math.min(minute + 15, 1_440)) },
      { ...nothing, hours: always(Math.max(0, minute - 30), Math.min(minute + 30, 1_440)) },
      { ...nothing, overrides: [{ date: day.toString(), stretches: [{ startMinute: 0, endMinute: 1_440 }] }] },
      { ...nothing, hours: always(), overrides: [{ date: day.toString(), stretches: [] }] },
      { ...nothing, hours: always(), timeOff: [{ firstDate: day.toString(), lastDate: day.add({ days: 1 }).toString() }] },
    ];
    for (const working of schedules) {
      for (let start = change - 3 * hourMs; start <= change + 2 * hourMs; start += 2 * stepMs) {
        for (const length of [stepMs, 2 * hourMs]) {
          const samples = Array.from({ length: length / stepMs }, (_, index) => start + index * stepMs);
          const window = { start: new Date(start), end: new Date(start + length) };
          const expected = samples.every((moment) => isThereAt(working, moment));
          expect(withinHours(window, { timeZone, ...working }), `${timeZone} ${window.start.toISOString()} ${length}`).toBe(expected);
        }
      }
    }

    const at = new Date(change - 2 * dayMs);
    const read = (...lines: string[]) =>
      readFeed(calendar(...lines), { timeZone, at }).map(({ start, end }) => [start.getTime(), end.getTime()]);
    const text = (date: Temporal.PlainDate) => date.toString().replaceAll("-", "");
    const next = day.add({ days: 1 });
    expect(read(...event(`DTSTART;VALUE=DATE:${text(day)}`))).toEqual([[clocks.firstOf(day.toString()), clocks.firstOf(next.toString())]]);

    // Once by the zone's name, once by a definition that the calendar brings along.
    const named = { tzid: timeZone, lines: [] as string[] };
    const given = { tzid: "Somewhere", lines: definitionOf(timeZone, "Somewhere") };
    for (const { tzid, lines } of [named, given]) {
      // Noon, a time within what is left out or comes twice, and one right before it.
      for (const offset of [12 * 60 - minute, 15, -15]) {
        const first = early.subtract({ days: 2 }).add({ minutes: offset });
        const walls = Array.from({ length: 5 }, (_, days) => first.add({ days }));
        const expected = walls.flatMap((wall) => {
          const [moment] = clocks.when(wall.toPlainDate().toString(), wall.hour * 60 + wall.minute);
          return moment === undefined || moment < at.getTime() - dayMs ? [] : [[moment, moment + 15 * minuteMs]];
        });
        const series = event(
          `DTSTART;TZID=${tzid}:${wallText(first)}`,
          "DURATION:PT15M",
          `RRULE:FREQ=DAILY;UNTIL=${wallText(walls[4] ?? first)}`,
        );
        const counted = event(`DTSTART;TZID=${tzid}:${wallText(first)}`, "DURATION:PT15M", `RRULE:FREQ=DAILY;COUNT=${expected.length}`);
        expect(read(...lines, ...series), `${timeZone} ${tzid} ${wallText(first)}`).toEqual(expected);
        expect(read(...lines, ...counted)).toEqual(expected);
      }
      // One event at a time that is left out is meant by the clock before; at one that comes twice, the first time.
      const single = early.add({ minutes: 15 });
      const moment = single.toZonedDateTime("UTC").epochMilliseconds - before.offsetNanoseconds / 1e6;
      expect(read(...lines, ...event(`DTSTART;TZID=${tzid}:${wallText(single)}`, "DURATION:PT15M"))).toEqual([
        [moment, moment + 15 * minuteMs],
      ]);
      // Over the change: an end that is given by the wall, a length in hours, a length in days.
      const from = early.subtract({ hours: 6 });
      const [start = 0] = clocks.when(from.toPlainDate().toString(), from.hour * 60 + from.minute);
      const to = from.add({ days: 1 });
      const [end = 0] = clocks.when(to.toPlainDate().toString(), to.hour * 60 + to.minute);
      const begins = `DTSTART;TZID=${tzid}:${wallText(from)}`;
      expect(read(...lines, ...event(begins, `DTEND;TZID=${tzid}:${wallText(to)}`))).toEqual([[start, end]]);
      expect(read(...lines, ...event(begins, "DURATION:P1D"))).toEqual([[start, end]]);
      expect(read(...lines, ...event(begins, "DURATION:PT24H"))).toEqual([[start, start + dayMs]]);
    }
  }
});
