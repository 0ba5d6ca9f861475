import { Temporal } from "temporal-polyfill";
import { transaction } from "@/db/client";
import { listBusyTimes } from "@/db/queries/busy-times";
import { listHeldTimes } from "@/db/queries/holds";
import { findRules } from "@/db/queries/rules";
import { listOverrides, listTimeOff } from "@/db/queries/schedules";
import { now } from "@/lib/base/clock";
import { hoursOn, type Stretch } from "@/lib/schedule/hours-on";
import { mergeWindows } from "@/lib/schedule/merge-windows";
import { scheduleOf } from "@/lib/schedule/read-schedule";
import type { TimeWindow } from "@/lib/schedule/time-window";

const daysAhead = 14;
const minutesOfDay = 24 * 60;

/** A stretch of one day, in minutes after midnight by the wall clock. */
export type Span = Stretch;

export interface AgendaDay {
  date: string;
  hours: readonly Span[];
  /** What the hours, or their lack, come from. */
  why: "week" | "override" | "time_off" | "never";
  busy: readonly Span[];
  work: readonly Span[];
}

/** What of some windows lies on a date, as clocks there show it. Of an hour that comes twice, the whole is shown once. */
function spansOn(date: Temporal.PlainDate, timeZone: string, windows: readonly TimeWindow[]): Span[] {
  const [begin, end] = [date, date.add({ days: 1 })].map((day) => day.toZonedDateTime(timeZone).epochMilliseconds);
  const minuteAt = (at: number) => {
    const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
    return wall.hour * 60 + wall.minute;
  };
  if (begin === undefined || end === undefined) return [];
  return windows
    .filter((window) => window.start.getTime() < end && begin < window.end.getTime())
    .map((window) => {
      const startMinute = window.start.getTime() <= begin ? 0 : minuteAt(window.start.getTime());
      const endMinute = window.end.getTime() >= end ? minutesOfDay : minuteAt(window.end.getTime());
      return { startMinute, endMinute: Math.max(endMinute, startMinute + 1) };
    });
}

/**
 * A member's next 14 days, today first, in their zone: hours, unless their rules say never for that weekday, what is busy
 * elsewhere, work that is held or accepted. With it the schedule
 * that it comes from, of which overrides and time off that are over are left out.
 */
export async function readAgenda(accountId: string) {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const schedule = await scheduleOf(tx, accountId);
    const { timeZone } = schedule;
    const blockedDays = (await findRules(tx, accountId))?.blockedDays ?? [];
    const today = Temporal.Instant.fromEpochMilliseconds(now().getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
    const begin = new Date(today.toZonedDateTime(timeZone).epochMilliseconds);
    const busy = mergeWindows(await listBusyTimes(tx, accountId, begin));
    const work = mergeWindows(await listHeldTimes(tx, accountId, begin));
    const days = Array.from({ length: daysAhead }, (_, index): AgendaDay => {
      const date = today.add({ days: index });
      const text = date.toString();
      const isOff = schedule.timeOff.some(({ firstDate, lastDate }) => firstDate <= text && text <= lastDate);
      const isOverridden = schedule.overrides.some((override) => override.date === text);
      const isNever = blockedDays.includes(date.dayOfWeek);
      return {
        date: text,
        hours: isNever ? [] : hoursOn(date, schedule),
        why: isOff ? "time_off" : isNever ? "never" : isOverridden ? "override" : "week",
        busy: spansOn(date, timeZone, busy),
        work: spansOn(date, timeZone, work),
      };
    });
    const since = today.toString();
    return { schedule, days, overrides: await listOverrides(tx, accountId, since), timeOff: await listTimeOff(tx, accountId, since) };
  });
}
