import type { Temporal } from "temporal-polyfill";

/** Working time on one day: minutes after midnight by the wall clock. */
export interface Stretch {
  startMinute: number;
  endMinute: number;
}

/** Working time on one day of the week, `weekday` 1 (Monday) to 7 (Sunday), as ISO 8601 counts. */
export interface WeeklyHours extends Stretch {
  weekday: number;
}

/** A date, `YYYY-MM-DD`, on which other stretches hold than in every week; none for a day off. */
export interface DateOverride {
  date: string;
  stretches: readonly Stretch[];
}

/** Whole days without work, the first and the last among them, `YYYY-MM-DD`. */
export interface TimeOff {
  firstDate: string;
  lastDate: string;
}

/** When somebody works, by the calendar and clock on their wall. */
export interface WorkingTime {
  hours: readonly WeeklyHours[];
  overrides: readonly DateOverride[];
  timeOff: readonly TimeOff[];
}

/** The stretches of one date: none in time off, those of its override where it has one, else those of its day of the week. */
export function hoursOn(date: Temporal.PlainDate, { hours, overrides, timeOff }: WorkingTime): readonly Stretch[] {
  const day = date.toString();
  if (timeOff.some(({ firstDate, lastDate }) => firstDate <= day && day <= lastDate)) return [];
  const override = overrides.find((one) => one.date === day);
  return override ? override.stretches : hours.filter(({ weekday }) => weekday === date.dayOfWeek);
}
