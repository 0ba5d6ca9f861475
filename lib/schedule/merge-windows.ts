import type { TimeWindow } from "@/lib/schedule/time-window";

/** The same time as few stretches, in order: those that overlap or touch become one. */
export function mergeWindows(windows: readonly TimeWindow[]): TimeWindow[] {
  const merged: TimeWindow[] = [];
  for (const { start, end } of windows.toSorted((one, other) => one.start.getTime() - other.start.getTime())) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = new Date(Math.max(last.end.getTime(), end.getTime()));
    else merged.push({ start, end });
  }
  return merged;
}
