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
export function endMinutesOf(clock: string): number | null {
  const minutes = minutesOf(clock);
  return minutes === 0 ? minutesOfDay : minutes;
}
