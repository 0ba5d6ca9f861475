import type { ReceiptRow } from "@/db/queries/charges";
import type { Plan } from "@/lib/billing/plan";
import { prices } from "@/lib/terms/prices";

export interface NextLine {
  what: "plan" | "unit" | "credit";
  amountCents: number;
  /** The unit that is billed or given back; null for the plan. */
  unit: ReceiptRow | null;
}

export interface NextInvoice {
  /** When it is drawn: at the renewal, or at once where the plan has ended or is not paid. */
  at: Date | null;
  /** Whether it bears no further month, because the plan ends, has ended or is not paid. */
  last: boolean;
  lines: NextLine[];
  /** How many units are on it. */
  units: number;
  totalCents: number;
}

/**
 * The next invoice as it would be now, line by line: the next month's plan, each unit that no invoice bears, and credits. Null when none will
 * come.
 * @param units those that no invoice bears
 * @param credited those whose credit no invoice bears
 */
export function nextInvoice(plan: Plan, units: readonly ReceiptRow[], credited: readonly ReceiptRow[]): NextInvoice | null {
  const goesOn = plan.standing === "active" || plan.standing === "past_due";
  const last = !goesOn || plan.cancelAtPeriodEnd;
  const lines: NextLine[] = [
    ...(last ? [] : [{ what: "plan" as const, amountCents: prices.monthlyCents, unit: null }]),
    ...units.map((unit) => ({ what: "unit" as const, amountCents: unit.amountCents, unit })),
    ...credited.map((unit) => ({ what: "credit" as const, amountCents: -unit.amountCents, unit })),
  ];
  if (plan.status === null || (last && lines.length === 0)) return null;
  const totalCents = lines.reduce((sum, { amountCents }) => sum + amountCents, 0);
  return { at: goesOn ? plan.periodEnd : null, last, lines, units: units.length, totalCents };
}
