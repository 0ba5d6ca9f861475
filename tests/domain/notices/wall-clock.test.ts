import { describe, expect, test } from "vitest";
import { dayOf, nextAtMinute, quietUntil } from "@/lib/notices/wall-clock";

const chicago = "America/Chicago";
const at = (text: string) => new Date(text);
const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const quiet = (moment: string, from: string, to: string, zone = chicago) =>
  quietUntil(at(moment), { startMinute: minute(from), endMinute: minute(to) }, zone)?.toISOString() ?? null;

describe("quiet hours", () => {
  // Chicago is six hours behind UTC in winter and five in summer; its clocks change on 8 March and on 1 November 2026.
  const cases: [what: string, moment: string, from: string, to: string, until: string | null][] = [
    ["hold what comes within them", "2026-12-01T18:30:10Z", "12:00", "14:00", "2026-12-01T20:00:00.000Z"],
    ["begin with their first minute", "2026-12-01T18:00:00Z", "12:00", "14:00", "2026-12-01T20:00:00.000Z"],
    ["are over in the minute of their end", "2026-12-01T20:00:00Z", "12:00", "14:00", null],
    ["hold nothing outside", "2026-12-01T17:59:59Z", "12:00", "14:00", null],
    ["go past midnight, before it", "2026-12-02T04:30:00Z", "22:00", "07:00", "2026-12-02T13:00:00.000Z"],
    ["go past midnight, after it", "2026-12-02T08:30:00Z", "22:00", "07:00", "2026-12-02T13:00:00.000Z"],
    ["are an hour shorter in the night that is", "2026-03-08T04:30:00Z", "22:00", "07:00", "2026-03-08T12:00:00.000Z"],
    ["are an hour longer in the night that is", "2026-11-01T03:30:00Z", "22:00", "07:00", "2026-11-01T13:00:00.000Z"],
    ["that end in a time left out end where the clock jumps", "2026-03-08T07:10:00Z", "22:00", "02:30", "2026-03-08T08:00:00.000Z"],
    ["that end in a time that comes twice end at its first", "2026-11-01T06:10:00Z", "22:00", "01:30", "2026-11-01T06:30:00.000Z"],
    ["are quiet when that time comes again", "2026-11-01T07:10:00Z", "22:00", "01:30", "2026-11-01T07:30:00.000Z"],
    ["and not between the two", "2026-11-01T06:45:00Z", "22:00", "01:30", null],
  ];
  test.each(cases)("%s", (_, moment, from, to, until) => expect(quiet(moment, from, to)).toBe(until));
});

test("the digest comes at its time of day, the next time that a clock shows it", () => {
  const next = (moment: string, clock: string) => nextAtMinute(at(moment), minute(clock), chicago).toISOString();
  expect(next("2026-12-01T18:00:00Z", "18:00")).toBe("2026-12-02T00:00:00.000Z");
  expect(next("2026-12-02T00:00:00Z", "18:00")).toBe("2026-12-03T00:00:00.000Z");
  // Between these two the clocks change: 23 hours, and 25.
  expect(next("2026-03-08T00:00:00Z", "18:00")).toBe("2026-03-08T23:00:00.000Z");
  expect(next("2026-10-31T23:00:00Z", "18:00")).toBe("2026-11-02T00:00:00.000Z");
  // Half past two is left out on the one day, half past one comes twice on the other.
  expect(next("2026-03-08T07:00:00Z", "02:30")).toBe("2026-03-08T08:30:00.000Z");
  expect(next("2026-11-01T05:00:00Z", "01:30")).toBe("2026-11-01T06:30:00.000Z");
  expect(next("2026-11-01T06:30:00Z", "01:30")).toBe("2026-11-02T07:30:00.000Z");
  expect(dayOf(at("2026-12-02T05:59:00Z"), chicago)).toBe("2026-12-01");
});
