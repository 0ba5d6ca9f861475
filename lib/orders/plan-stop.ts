import type { Tx } from "@/db/client";
import { planGaps, planOf, stopsAutomation } from "@/lib/billing/plan";

/** Why an account's plan lets no platform be called any more, as a code: it is unpaid, or over. Null when it does not stop that. */
export async function planStop(tx: Tx, accountId: string): Promise<string | null> {
  const plan = await planOf(tx, accountId);
  return stopsAutomation(plan) ? planGaps[plan.standing] : null;
}
