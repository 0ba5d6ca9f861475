import { transaction } from "@/db/client";
import { giveUnitBack, lockHeldTime, releaseHoldRow } from "@/db/queries/holds";
import { settleIntent } from "@/db/queries/intents";
import { insertDecision, settleOffer } from "@/db/queries/offers";
import { now } from "@/lib/base/clock";
import { recordActivity } from "@/lib/connections/activity";
import type { Decision } from "@/lib/orders/decide";
import { spanStarts } from "@/lib/orders/unit-spans";

/**
 * Ends an intent that came to nothing: the hold's time and its unit are free again, the offer is lost. Done once, however often it runs.
 * @param decision what the rules said at the end, when it was they who said no
 */
export async function releaseIntent(intentId: string, accountId: string, because: string, decision: Decision | null = null): Promise<void> {
  await transaction({ kind: "system", job: "release", accountId }, async (tx) => {
    const at = now();
    const intent = await settleIntent(tx, intentId, "lost", because, at);
    if (!intent) return;
    await lockHeldTime(tx, accountId);
    const hold = await releaseHoldRow(tx, intent.holdId, because, at);
    if (hold) await giveUnitBack(tx, accountId, spanStarts(hold.unitDay));
    await settleOffer(tx, intent.offerId, "lost", at);
    if (decision) {
      const { outcome, results } = decision;
      await insertDecision(tx, { accountId, offerId: intent.offerId, decidedAt: at, outcome, results });
    }
    await recordActivity(tx, {
      accountId,
      connectionId: intent.connectionId,
      offerId: intent.offerId,
      kind: "offer_lost",
      facts: { why: because },
    });
  });
}
