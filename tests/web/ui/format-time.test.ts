import { expect, test } from "vitest";
import { formatDate, formatDateTime, formatRange, formatRelative } from "@/app/_ui/format-time";

const zone = "America/New_York";
const at = new Date("2026-03-04T19:30:00Z");
const after = (milliseconds: number) => new Date(at.getTime() + milliseconds);

test("a time names its zone, in winter and in summer", () => {
  expect(formatDateTime(at, zone)).toBe("Wed 4 Mar 2026, 2:30 PM EST");
  expect(formatDateTime(new Date("2026-07-01T16:00:00Z"), zone)).toBe("Wed 1 Jul 2026, 12:00 PM EDT");
});

test("one instant falls on different dates in different zones", () => {
  const evening = new Date("2026-03-05T03:00:00Z");
  expect(formatDate(evening, zone)).toBe("Wed 4 Mar 2026");
  expect(formatDate(evening, "Europe/Berlin")).toBe("Thu 5 Mar 2026");
});

test("midnight is 12 AM and not hour 24", () => {
  expect(formatDateTime(new Date("2026-03-04T05:00:00Z"), zone)).toBe("Wed 4 Mar 2026, 12:00 AM EST");
});

test("a window within a day names its date once", () => {
  expect(formatRange(at, after(5_400_000), zone)).toBe("Wed 4 Mar 2026, 2:30 PM – 4:00 PM EST");
});

test("a window over the night the clocks change names both zones", () => {
  const before = new Date("2026-11-01T05:30:00Z");
  expect(formatRange(before, new Date("2026-11-01T06:30:00Z"), zone)).toBe("Sun 1 Nov 2026, 1:30 AM EDT – 1:30 AM EST");
});

test("a window past midnight names both dates", () => {
  expect(formatRange(at, after(12 * 3_600_000), zone)).toBe("Wed 4 Mar 2026, 2:30 PM EST – Thu 5 Mar 2026, 2:30 AM EST");
});

test("how long ago is said in the largest whole unit, and never rounded up", () => {
  expect(formatRelative(at, after(59_000))).toBe("just now");
  expect(formatRelative(at, after(119_000))).toBe("1 minute ago");
  expect(formatRelative(at, after(7_199_000))).toBe("1 hour ago");
  expect(formatRelative(after(2 * 86_400_000), at)).toBe("in 2 days");
});
