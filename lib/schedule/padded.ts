import { later, minuteMs } from "@/lib/base/clock";
import type { TimeWindow } from "@/lib/schedule/time-window";

/** A window with the time that the member keeps free before and after each job. */
export function padded(
  { start, end }: TimeWindow,
  { beforeMinutes, afterMinutes }: { beforeMinutes: number; afterMinutes: number },
): TimeWindow {
  return { start: later(start, -beforeMinutes * minuteMs), end: later(end, afterMinutes * minuteMs) };
}
