import { formatDate } from "@/app/_ui/format-time";

export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const minutesOfDay = 24 * 60;

/** Minutes after midnight as an input of type time has them. The end of a day is written as its beginning. */
export function clockOf(minutes: number): string {
  const inDay = minutes % minutesOfDay;
  return `${String(Math.floor(inDay / 60)).padStart(2, "0")}:${String(inDay % 60).padStart(2, "0")}`;
}

/** Minutes after midnight; null for what is no time of day. */
export function minutesOf(clock: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)(?::\d\d)?$/.exec(clock) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return Number(hours) < 24 && Number(minutes) < 60 ? total : null;
}

/** The same, for an end: midnight is the end of the day. */
function endMinutesOf(clock: string): number | null {
  const minutes = minutesOf(clock);
  return minutes === 0 ? minutesOfDay : minutes;
}

/** "8:00 AM", for a minute of the day; the end of a day is midnight. */
function minuteText(minute: number): string {
  const hour = Math.floor(minute / 60) % 24;
  return `${hour % 12 === 0 ? 12 : hour % 12}:${String(minute % 60).padStart(2, "0")} ${hour < 12 ? "AM" : "PM"}`;
}

/** "8:00 AM – 5:00 PM", or that it is the whole day. */
export function spanText({ startMinute, endMinute }: { startMinute: number; endMinute: number }): string {
  return startMinute === 0 && endMinute === minutesOfDay ? "all day" : `${minuteText(startMinute)} – ${minuteText(endMinute)}`;
}

/** "Thu 24 Dec 2026", for a date of the calendar, wherever it is. */
export function dateText(date: string): string {
  return formatDate(new Date(`${date}T00:00:00Z`), "UTC");
}

/** Stretches from the fields of a form, and what is wrong with a field. Those that are left empty are none. */
export function readStretches(given: Record<string, string>, fields: readonly { start: string; end: string; of: string }[]) {
  const stretches: { startMinute: number; endMinute: number }[] = [];
  const wrong: Record<string, string> = {};
  for (const { start, end, of } of fields) {
    if ((given[start] ?? "") === "" && (given[end] ?? "") === "") continue;
    const startMinute = minutesOf(given[start] ?? "");
    const endMinute = endMinutesOf(given[end] ?? "");
    const clash = stretches.some(
      (other) => startMinute !== null && endMinute !== null && other.startMinute < endMinute && startMinute < other.endMinute,
    );
    if (startMinute === null) wrong[start] = `Enter when ${of} begins, or leave both empty.`;
    else if (endMinute === null) wrong[end] = `Enter when ${of} ends, or leave both empty.`;
    else if (endMinute <= startMinute) wrong[end] = `${of} has to end after it begins.`;
    else if (clash) wrong[start] = `${of} overlaps the first stretch of the day. Begin it later.`;
    else stretches.push({ startMinute, endMinute });
  }
  return { stretches, wrong };
}
