import type { Tx } from "@/db/client";
import { planGaps, planOf, stopsAutomation } from "@/lib/billing/plan";
import { hasAgreed } from "@/lib/terms/agreement";

/**
 * Why no platform may be called for an account any more, as a code: its plan is unpaid or over, or the terms in force are not agreed to.
 * Null when nothing of that stops it.
 */
export async function automationStop(tx: Tx, accountId: string): Promise<string | null> {
  const [plan, agreed] = await Promise.all([planOf(tx, accountId), hasAgreed(tx, accountId)]);
  if (stopsAutomation(plan)) return planGaps[plan.standing];
  return agreed ? null : "terms_changed";
}
