import { expect, test } from "vitest";
import type { WeeklyHours } from "@/lib/schedule/hours-on";
import { withinHours as within } from "@/lib/schedule/within-hours";

/** With nothing but the week. */
const withinHours = (asked: Parameters<typeof within>[0], week: { timeZone: string; hours: WeeklyHours[] }) =>
  within(asked, { ...week, overrides: [], timeOff: [] });

const daily = (startMinute: number, endMinute: number) => [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute, endMinute }));
const hour = 60;
const window = (start: string, end: string) => ({ start: new Date(start), end: new Date(end) });

const chicago = { timeZone: "America/Chicago", hours: daily(8 * hour, 18 * hour) };

test("a window inside the day's hours fits, up to their last minute", () => {
  expect(withinHours(window("2026-12-01T14:00:00Z", "2026-12-01T16:00:00Z"), chicago)).toBe(true);
  expect(withinHours(window("2026-12-01T14:00:00Z", "2026-12-02T00:00:00Z"), chicago)).toBe(true);
});

test("a window that is partly outside does not fit, before or after", () => {
  expect(withinHours(window("2026-12-01T13:59:59Z", "2026-12-01T16:00:00Z"), chicago)).toBe(false);
  expect(withinHours(window("2026-12-01T22:00:00Z", "2026-12-02T00:00:01Z"), chicago)).toBe(false);
});

test("a window over the gap between two stretches of a day does not fit", () => {
  const split = { timeZone: "UTC", hours: [...daily(8 * hour, 12 * hour), ...daily(13 * hour, 18 * hour)] };
  expect(withinHours(window("2026-12-01T09:00:00Z", "2026-12-01T12:00:00Z"), split)).toBe(true);
  expect(withinHours(window("2026-12-01T11:00:00Z", "2026-12-01T14:00:00Z"), split)).toBe(false);
});

test("only the days that have hours count, by the member's calendar and not by UTC's", () => {
  const mondays = { timeZone: "Pacific/Auckland", hours: [{ weekday: 1, startMinute: 8 * hour, endMinute: 18 * hour }] };
  expect(withinHours(window("2026-11-29T20:00:00Z", "2026-11-29T22:00:00Z"), mondays)).toBe(true);
  expect(withinHours(window("2026-11-30T20:00:00Z", "2026-11-30T22:00:00Z"), mondays)).toBe(false);
});

test("a window over midnight fits when both days' hours meet there, and not otherwise", () => {
  const nights = {
    timeZone: "UTC",
    hours: [
      { weekday: 2, startMinute: 20 * hour, endMinute: 24 * hour },
      { weekday: 3, startMinute: 0, endMinute: 4 * hour },
    ],
  };
  expect(withinHours(window("2026-12-01T22:00:00Z", "2026-12-02T03:00:00Z"), nights)).toBe(true);
  expect(withinHours(window("2026-12-02T22:00:00Z", "2026-12-03T03:00:00Z"), nights)).toBe(false);
  expect(withinHours(window("2026-12-01T22:00:00Z", "2026-12-02T04:30:00Z"), nights)).toBe(false);
});

test("a window of several days fits only round-the-clock hours", () => {
  const always = { timeZone: "Europe/Berlin", hours: daily(0, 24 * hour) };
  expect(withinHours(window("2026-10-23T00:00:00Z", "2026-10-27T00:00:00Z"), always)).toBe(true);
  expect(withinHours(window("2026-12-01T14:00:00Z", "2026-12-02T16:00:00Z"), chicago)).toBe(false);
});

test("on the day that loses an hour, the hours after it are an hour earlier in UTC", () => {
  // 8 March 2026, America/Chicago: 02:00 CST becomes 03:00 CDT at 08:00 UTC.
  expect(withinHours(window("2026-03-07T14:00:00Z", "2026-03-07T15:00:00Z"), chicago)).toBe(true);
  expect(withinHours(window("2026-03-08T13:00:00Z", "2026-03-08T23:00:00Z"), chicago)).toBe(true);
  expect(withinHours(window("2026-03-08T13:00:00Z", "2026-03-08T23:30:00Z"), chicago)).toBe(false);
});

test("hours that begin in the hour that is left out begin where the clock jumps to", () => {
  const early = { timeZone: "America/Chicago", hours: daily(2 * hour + 30, 5 * hour) };
  expect(withinHours(window("2026-03-08T08:00:00Z", "2026-03-08T10:00:00Z"), early)).toBe(true);
  expect(withinHours(window("2026-03-08T07:59:00Z", "2026-03-08T10:00:00Z"), early)).toBe(false);
});

test("hours that end in the hour that is left out end where the clock jumps from", () => {
  const late = { timeZone: "America/Chicago", hours: daily(0, 2 * hour + 30) };
  expect(withinHours(window("2026-03-08T06:00:00Z", "2026-03-08T08:00:00Z"), late)).toBe(true);
  expect(withinHours(window("2026-03-08T06:00:00Z", "2026-03-08T08:01:00Z"), late)).toBe(false);
});

test("an hour that comes twice is within hours both times", () => {
  // 1 November 2026, America/Chicago: 02:00 CDT becomes 01:00 CST at 07:00 UTC.
  const night = { timeZone: "America/Chicago", hours: daily(hour, 2 * hour) };
  expect(withinHours(window("2026-11-01T06:00:00Z", "2026-11-01T08:00:00Z"), night)).toBe(true);
  expect(withinHours(window("2026-11-01T06:00:00Z", "2026-11-01T08:01:00Z"), night)).toBe(false);
});

test("hours inside the hour that comes twice are interrupted by its second beginning", () => {
  const half = { timeZone: "America/Chicago", hours: daily(hour + 30, 5 * hour) };
  expect(withinHours(window("2026-11-01T06:30:00Z", "2026-11-01T07:00:00Z"), half)).toBe(true);
  expect(withinHours(window("2026-11-01T06:30:00Z", "2026-11-01T08:00:00Z"), half)).toBe(false);
  expect(withinHours(window("2026-11-01T07:30:00Z", "2026-11-01T11:00:00Z"), half)).toBe(true);
});

test("a half-hour clock change is followed too", () => {
  // 4 October 2026, Australia/Lord_Howe: 02:00 becomes 02:30 at 15:30 UTC the day before.
  const island = { timeZone: "Australia/Lord_Howe", hours: daily(hour, 3 * hour) };
  expect(withinHours(window("2026-10-03T14:30:00Z", "2026-10-03T16:00:00Z"), island)).toBe(true);
  expect(withinHours(window("2026-10-03T14:30:00Z", "2026-10-03T16:01:00Z"), island)).toBe(false);
});

test("a window without length, or that ends before it starts, fits nowhere", () => {
  expect(withinHours(window("2026-12-01T15:00:00Z", "2026-12-01T15:00:00Z"), chicago)).toBe(false);
  expect(withinHours(window("2026-12-01T16:00:00Z", "2026-12-01T15:00:00Z"), chicago)).toBe(false);
});

test("without hours nothing fits", () => {
  expect(withinHours(window("2026-12-01T14:00:00Z", "2026-12-01T16:00:00Z"), { timeZone: "UTC", hours: [] })).toBe(false);
});

test("an override holds in the place of its date's hours, also where the week has none", () => {
  const sunday = { ...chicago, hours: chicago.hours.filter(({ weekday }) => weekday !== 7), timeOff: [] };
  const noon = window("2026-12-06T18:00:00Z", "2026-12-06T20:00:00Z");
  expect(within(noon, { ...sunday, overrides: [] })).toBe(false);
  const stretches = [
    { startMinute: 9 * hour, endMinute: 11 * hour },
    { startMinute: 12 * hour, endMinute: 14 * hour },
  ];
  const opened = { ...sunday, overrides: [{ date: "2026-12-06", stretches }] };
  expect(within(noon, opened)).toBe(true);
  expect(within(window("2026-12-06T16:00:00Z", "2026-12-06T19:00:00Z"), opened)).toBe(false);
  expect(within(window("2026-12-13T18:00:00Z", "2026-12-13T20:00:00Z"), opened)).toBe(false);
  const closed = { ...chicago, timeOff: [], overrides: [{ date: "2026-12-01", stretches: [] }] };
  expect(within(window("2026-12-01T15:00:00Z", "2026-12-01T16:00:00Z"), closed)).toBe(false);
  expect(within(window("2026-12-02T15:00:00Z", "2026-12-02T16:00:00Z"), closed)).toBe(true);
});

test("time off closes its first and last day and all between, whatever an override says", () => {
  const overrides = [{ date: "2026-12-24", stretches: [{ startMinute: 0, endMinute: 24 * hour }] }];
  const away = { ...chicago, overrides, timeOff: [{ firstDate: "2026-12-23", lastDate: "2026-12-25" }] };
  const noonOf = (day: number) => window(`2026-12-${day}T18:00:00Z`, `2026-12-${day}T19:00:00Z`);
  expect([22, 23, 24, 25, 26].map((day) => within(noonOf(day), away))).toEqual([true, false, false, false, true]);
});
