import type { TimeWindow } from "@/lib/schedule/time-window";

/** Whether two stretches share any time. One that ends as the other begins does not touch it. */
export function overlap(one: TimeWindow, other: TimeWindow): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Whether a window falls into time that is already taken. */
export function conflicts(window: TimeWindow, busy: readonly TimeWindow[]): boolean {
  return busy.some((taken) => overlap(window, taken));
}
