import { dayMs } from "@/lib/base/clock";

/** A paid stretch of time: from `start`, up to and without `end`. */
export interface PaidPeriod {
  start: Date;
  end: Date;
}

/** How many whole days a period has, and how many of them are unused at a moment. A day is 24 hours, counted from the period's start. */
export function unusedDays({ start, end }: PaidPeriod, at: Date): { unused: number; total: number } {
  const total = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs));
  if (at >= end) return { unused: 0, total };
  const used = Math.max(0, Math.floor((at.getTime() - start.getTime()) / dayMs));
  return { unused: Math.max(0, total - used), total };
}

/**
 * What of a paid period is unused at a moment, in whole cents: its share of unused days (clause 0.4). A day that has begun counts as
 * unused, and a part of a cent as a whole one: both in the member's favour. Never more than was paid; all of it during the first day,
 * nothing once the period is over.
 */
export function unusedCents(paidCents: number, period: PaidPeriod, at: Date): number {
  const { unused, total } = unusedDays(period, at);
  return Math.min(paidCents, Math.ceil((paidCents * unused) / total));
}
