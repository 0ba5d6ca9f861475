import type { ControlDay } from "@/db/queries/controls";
import { dayMs, later } from "@/lib/base/clock";
import type { Check } from "@/lib/policy/control";

export const historyDays = 90;

/** What a day was like: `gaps` when it held, but could not be seen at some time. Null for a day without a look. */
export type DayOutcome = "holds" | "gaps" | "unknown" | "fails" | null;
export interface HistoryDay {
  /** In UTC, such as 2026-03-04. */
  day: string;
  outcome: DayOutcome;
}

type Timed = Pick<Check, "id" | "everyMs">;
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** How often a check should have looked by now on a day, if it looked all the time. On the day of its first look nobody knows. */
function looksExpected({ everyMs }: Timed, day: string, isFirst: boolean, at: Date): number {
  if (isFirst) return 1;
  const passed = Math.min(dayMs, at.getTime() - Date.parse(day));
  return Math.floor(passed / everyMs);
}

/** One check's day. It was seen all the time when it looked at least half as often as it should: looks come late after a restart, or on a busy machine. */
function outcomeOfCheck(row: ControlDay | undefined, expected: number): DayOutcome {
  if (!row) return expected > 0 ? "unknown" : null;
  if (row.fails > 0) return "fails";
  if (row.holds === 0) return row.unknown > 0 ? "unknown" : null;
  const isWhole = row.unknown === 0 && row.holds * 2 >= expected;
  return isWhole ? "holds" : "gaps";
}

/** A clause's day, of its checks': it held only where each of them did, and nobody looked where none of them did. */
function outcomeOfDay(ofChecks: readonly DayOutcome[], anyLook: boolean): DayOutcome {
  if (!anyLook) return null;
  const has = (outcome: DayOutcome) => ofChecks.includes(outcome);
  if (has("fails")) return "fails";
  if (has("holds") || has("gaps")) return has("gaps") || has("unknown") ? "gaps" : "holds";
  return "unknown";
}

/**
 * The last 90 days of a clause, the oldest first. A check counts from the day of its first look on: silence after that is shown as such.
 * @param days the counts of looks by day and check, of these 90 days
 */
export function historyOf(checks: readonly Timed[], days: readonly ControlDay[], at: Date): HistoryDay[] {
  const byCheck = new Map(checks.map(({ id }) => [id, new Map(days.filter((row) => row.checkId === id).map((row) => [row.day, row]))]));
  const firstOf = (id: string) => [...(byCheck.get(id)?.keys() ?? [])].toSorted()[0];
  const known = checks.flatMap((check) => {
    const first = firstOf(check.id);
    return first ? [{ check, first, rows: byCheck.get(check.id) }] : [];
  });
  return Array.from({ length: historyDays }, (_, index) => {
    const day = dayOf(later(at, (index + 1 - historyDays) * dayMs));
    const counting = known.filter(({ first }) => first <= day);
    const outcomes = counting.map(({ check, first, rows }) => outcomeOfCheck(rows?.get(day), looksExpected(check, day, first === day, at)));
    return {
      day,
      outcome: outcomeOfDay(
        outcomes,
        counting.some(({ rows }) => rows?.has(day)),
      ),
    };
  });
}
