import type { Plan } from "@/lib/billing/plan";
import { prices } from "@/lib/terms/prices";

/** What a month has cost so far, in cents: the plan while it is active, and what was charged for accepted work less credits. */
export const monthSoFar = (plan: Plan, chargedCents: number): number => chargedCents + (plan.active ? prices.monthlyCents : 0);

/**
 * What a month will have cost, in cents, if its days go on as they have: the units charged so far, divided by the days begun and multiplied by
 * those of the month, rounded, and never more than the member's limit allows; with the plan where it is active.
 */
export function projectMonth(
  plan: Plan,
  soFar: { chargedCents: number; daysBegun: number; daysInMonth: number; mostUnits: number | null },
): { units: number; cents: number } {
  const { chargedCents, daysBegun, daysInMonth, mostUnits } = soFar;
  const charged = Math.round(chargedCents / prices.unitCents);
  const atThisPace = Math.round((charged / daysBegun) * daysInMonth);
  const units = Math.max(charged, Math.min(atThisPace, mostUnits ?? atThisPace));
  return { units, cents: monthSoFar(plan, units * prices.unitCents) };
}

/** How many whole units an amount in cents pays for. */
export const affordableUnits = (cents: number): number => Math.floor(cents / prices.unitCents);
