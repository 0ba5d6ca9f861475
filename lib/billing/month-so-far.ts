import type { Plan } from "@/lib/billing/plan";
import { prices } from "@/lib/terms/prices";

/** What a month has cost so far, in cents: the plan while it is active, and what was charged for accepted work less credits. */
export const monthSoFar = (plan: Plan, chargedCents: number): number => chargedCents + (plan.active ? prices.monthlyCents : 0);

/** How many whole units an amount in cents pays for. */
export const affordableUnits = (cents: number): number => Math.floor(cents / prices.unitCents);
