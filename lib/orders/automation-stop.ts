import type { Tx } from "@/db/client";
import { findOwnPause } from "@/db/queries/pauses";
import { findPermit } from "@/db/queries/platform-permits";
import { now } from "@/lib/base/clock";
import { planGaps, planOf, stopsAutomation } from "@/lib/billing/plan";
import type { StopCheck } from "@/lib/connections/guard-calls";
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

/**
 * Why no offer may be looked at or called for on a platform, as a code: what stops all automation, the member's own pause, or that the
 * operator has switched the platform off. Asked before each such call, so that each of these acts before the next one, whatever is in flight.
 */
export const acceptanceStop =
  (platform: string): StopCheck =>
  async (tx, accountId) => {
    const asked = [automationStop(tx, accountId), findOwnPause(tx, accountId, now()), findPermit(tx, platform)] as const;
    const [because, pause, permit] = await Promise.all(asked);
    if (because !== null) return because;
    if (pause) return "paused";
    return permit ? null : "platform_off";
  };
