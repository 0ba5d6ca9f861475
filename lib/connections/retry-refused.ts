import { dayMs, hourMs, later } from "@/lib/base/clock";

/** Few and far apart, so that the platform does not take the tries for an attack and lock the member out. */
const pausesMs = [hourMs, 6 * hourMs, dayMs, dayMs, dayMs] as const;

/** When a login that the platform has refused so often in a row is tried again. Null: not before the member replaces it. */
export function retryRefusedAt(refusals: number, at: Date): Date | null {
  const pauseMs = pausesMs[refusals - 1];
  return pauseMs === undefined ? null : later(at, pauseMs);
}
