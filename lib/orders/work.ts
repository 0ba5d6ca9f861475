/** When an order's work is, and the zone in which the platform tells it. */
export interface Work {
  start: Date;
  end: Date;
  timeZone: string;
}

/** The time of the work of a row that has one; null of one that was never reserved. */
export function workOf(row: { windowStart: Date | null; windowEnd: Date | null; timeZone: string | null }): Work | null {
  const { windowStart, windowEnd, timeZone } = row;
  return windowStart && windowEnd && timeZone ? { start: windowStart, end: windowEnd, timeZone } : null;
}
