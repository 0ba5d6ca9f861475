import { expect, test } from "vitest";
import type { ControlDay } from "@/db/queries/controls";
import { hourMs, minuteMs } from "@/lib/base/clock";
import { historyOf } from "@/lib/policy/history";

const at = new Date("2026-12-10T12:00:00Z");
const hourly = { id: "hourly", everyMs: hourMs };
const often = { id: "often", everyMs: 5 * minuteMs };
const row = (day: number, checkId: string, counts: Partial<ControlDay>): ControlDay => ({
  day: `2026-12-${String(day).padStart(2, "0")}`,
  checkId,
  holds: 0,
  fails: 0,
  unknown: 0,
  ...counts,
});
/** The outcomes from the first of December to the tenth. */
const december = (days: ControlDay[], checks = [hourly, often]) =>
  historyOf(checks, days, at)
    .slice(-10)
    .map(({ outcome }) => outcome);

const whole = (day: number) => [row(day, "hourly", { holds: 24 }), row(day, "often", { holds: 280 })];

test("a day held when each check looked and held, failed when one failed once, and is empty when nobody looked", () => {
  const days = [...whole(1), ...whole(2), row(4, "hourly", { holds: 24 }), row(4, "often", { holds: 287, fails: 1 }), ...whole(5)];
  expect(december(days)).toEqual(["holds", "holds", null, "fails", "holds", null, null, null, null, null]);
});

test("a check that was silent all day, or most of it, or could not see, leaves a gap; silence is never shown as held", () => {
  const days = [
    ...whole(1),
    row(2, "hourly", { holds: 24 }),
    row(3, "hourly", { holds: 24 }),
    row(3, "often", { holds: 100 }),
    row(4, "hourly", { holds: 23, unknown: 1 }),
    row(4, "often", { holds: 288 }),
    row(5, "hourly", { unknown: 24 }),
    row(5, "often", { unknown: 3 }),
    row(6, "often", { unknown: 288 }),
  ];
  expect(december(days)).toEqual(["holds", "gaps", "gaps", "gaps", "unknown", "unknown", null, null, null, null]);
});

test("a check that is new counts from its first look on, and today is judged by the hours that have passed", () => {
  const days = [
    row(8, "hourly", { holds: 24 }),
    row(9, "hourly", { holds: 24 }),
    row(9, "often", { holds: 2 }),
    row(10, "hourly", { holds: 7 }),
    row(10, "often", { holds: 80 }),
  ];
  expect(december(days).slice(-3)).toEqual(["holds", "holds", "holds"]);
  expect(december([...days.slice(0, -1), row(10, "often", { holds: 60 })]).at(-1)).toBe("gaps");
});
