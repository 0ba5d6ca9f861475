import { dayMs } from "@/lib/base/clock";

export type Period = { name: string; startsAt: Date; endsAt: Date };

/** The week of a moment (ISO 8601: from Monday, 00:00 UTC): "2026-W48". */
export function weekOf(at: Date): Period {
  const midnight = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  const monday = midnight - ((at.getUTCDay() + 6) % 7) * dayMs;
  const year = new Date(monday + 3 * dayMs).getUTCFullYear();
  const firstThursday = Date.UTC(year, 0, 4) + (3 - ((new Date(Date.UTC(year, 0, 4)).getUTCDay() + 6) % 7)) * dayMs;
  const week = 1 + Math.round((monday + 3 * dayMs - firstThursday) / (7 * dayMs));
  return { name: `${year}-W${String(week).padStart(2, "0")}`, startsAt: new Date(monday), endsAt: new Date(monday + 7 * dayMs) };
}

/** The quarter of a moment, in UTC: "2026-Q4". */
export function quarterOf(at: Date): Period {
  const [year, quarter] = [at.getUTCFullYear(), Math.floor(at.getUTCMonth() / 3)];
  return {
    name: `${year}-Q${quarter + 1}`,
    startsAt: new Date(Date.UTC(year, quarter * 3, 1)),
    endsAt: new Date(Date.UTC(year, quarter * 3 + 3, 1)),
  };
}

/** The periods that have ended by `now`, from the one of `since` on, the latest `most` of them, oldest first. */
export function endedPeriods(of: (at: Date) => Period, since: Date, now: Date, most: number): Period[] {
  const ended: Period[] = [];
  for (let period = of(since); period.endsAt <= now; period = of(period.endsAt)) ended.push(period);
  return ended.slice(-most);
}
