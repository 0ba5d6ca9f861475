import { transaction } from "@/db/client";
import { enqueue } from "@/db/jobs";
import { type ConnectionRow, findConnection } from "@/db/queries/connections";
import { insertHold, isOverlap, takeUnit } from "@/db/queries/holds";
import { insertIntent } from "@/db/queries/intents";
import { insertDecision, putOffer } from "@/db/queries/offers";
import { findRules } from "@/db/queries/rules";
import { now } from "@/lib/base/clock";
import { point } from "@/lib/base/points";
import { recordActivity } from "@/lib/connections/activity";
import { encryptOrderId } from "@/lib/keys/order-ids";
import type { Decision } from "@/lib/orders/decide";
import { whyNotAccept } from "@/lib/orders/may-accept";
import { unitMonth } from "@/lib/orders/unit-month";
import type { ListedOffer } from "@/lib/platforms/contract";
import { scheduleOf } from "@/lib/schedule/read-schedule";

export type HoldOutcome = "held" | "overlaps" | "cap_reached" | "stopped" | "settled_already";

class CapReached extends Error {}

/**
 * Takes an offer that suits: one transaction reserves its time, takes a unit under the cap, and writes the intent to accept it, with the
 * job that pursues it. Nothing of it is there when it does not commit. The database decides races: the exclusion constraint between
 * overlapping holds, the WHERE between the last units, the offer's own row between two looks at it.
 */
export async function takeHold(
  connection: ConnectionRow,
  externalHash: string,
  offer: ListedOffer,
  decision: Decision,
): Promise<HoldOutcome> {
  const { id: connectionId, accountId } = connection;
  try {
    const outcome = await transaction({ kind: "system", job: "take-hold", accountId }, async (tx): Promise<HoldOutcome> => {
      const fresh = await findConnection(tx, connectionId);
      if (!fresh || (await whyNotAccept(tx, fresh))) return "stopped";
      const at = now();
      const offerId = await putOffer(tx, { accountId, connectionId, externalHash, state: "accepting", seenAt: at });
      if (!offerId) return "settled_already";
      await insertDecision(tx, { accountId, offerId, decidedAt: at, outcome: "take", results: decision.results });
      const { windowStart, windowEnd, timeZone } = offer;
      const month = unitMonth(windowStart, (await scheduleOf(tx, accountId)).timeZone);
      const cap = (await findRules(tx, accountId))?.unitsPerMonth ?? 0;
      if (!(await takeUnit(tx, accountId, month, cap))) throw new CapReached();
      const holdId = await insertHold(tx, {
        accountId,
        connectionId,
        offerId,
        unitMonth: month,
        takenAt: at,
        start: windowStart,
        end: windowEnd,
      });
      const externalCipher = encryptOrderId(connectionId, offer.externalId);
      const intentId = await insertIntent(tx, {
        accountId,
        connectionId,
        offerId,
        holdId,
        externalCipher,
        windowStart,
        windowEnd,
        timeZone,
        nextAttemptAt: at,
      });
      await recordActivity(tx, { accountId, connectionId, kind: "offer_held" });
      await enqueue(tx, "pursue-intent", intentId);
      await point("hold.before-commit");
      return "held";
    });
    if (outcome === "held") await point("hold.after-commit");
    return outcome;
  } catch (thrown) {
    if (thrown instanceof CapReached) return "cap_reached";
    if (isOverlap(thrown)) return "overlaps";
    throw thrown;
  }
}
