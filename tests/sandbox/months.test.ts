import { expect, test } from "vitest";
import { nextMonth } from "@/sandbox/stripe/months";

const seconds = (iso: string) => Date.parse(iso) / 1000;
const after = (start: string, anchor = start) => new Date(nextMonth(seconds(start), seconds(anchor)) * 1000).toISOString();

test("a monthly period ends on the same day and at the same time of the next month", () => {
  expect(after("2026-11-24T08:15:30Z")).toBe("2026-12-24T08:15:30.000Z");
  expect(after("2026-12-24T08:15:30Z")).toBe("2027-01-24T08:15:30.000Z");
});

test("in a month that is too short it ends on the last day, and goes back to its own day afterwards", () => {
  expect(after("2027-01-31T23:59:59Z")).toBe("2027-02-28T23:59:59.000Z");
  expect(after("2027-02-28T23:59:59Z", "2027-01-31T23:59:59Z")).toBe("2027-03-31T23:59:59.000Z");
  expect(after("2028-01-30T00:00:00Z")).toBe("2028-02-29T00:00:00.000Z");
});
