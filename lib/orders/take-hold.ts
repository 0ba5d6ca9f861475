import { transaction } from "@/db/client";
import { enqueue } from "@/db/jobs";
import { type ConnectionRow, findConnection } from "@/db/queries/connections";
import { isOverlap } from "@/db/queries/holds";
import { insertDecision, putOffer } from "@/db/queries/offers";
import { now } from "@/lib/base/clock";
import { point } from "@/lib/base/points";
import { encryptOrderId } from "@/lib/keys/order-ids";
import type { Decision, Misfit } from "@/lib/orders/decide";
import { whyNotAccept } from "@/lib/orders/may-accept";
import { CapReached, reserve } from "@/lib/orders/reserve";
import type { ListedOffer } from "@/lib/platforms/contract";

/** `stopped`: something that has nothing to do with the offer stops acceptance. A misfit: the database had the last word. */
export type HoldOutcome = { outcome: "held" | "stopped" | "settled_already" } | { outcome: "misfit"; why: Misfit };

/**
 * Takes an offer that suits: one transaction reserves its time, takes a unit under the caps, and writes the intent to accept it, with the
 * job that pursues it. Nothing of it is there when it does not commit. Between two looks at one offer its own row decides.
 */
export async function takeHold(
  connection: ConnectionRow,
  externalHash: string,
  offer: ListedOffer,
  decision: Decision,
): Promise<HoldOutcome> {
  const { id: connectionId, accountId } = connection;
  try {
    const outcome = await transaction(
      { kind: "system", job: "take-hold", accountId },
      async (tx): Promise<"held" | "stopped" | "settled_already"> => {
        const fresh = await findConnection(tx, connectionId);
        if (!fresh || (await whyNotAccept(tx, fresh, "rules"))) return "stopped";
        const at = now();
        const offerId = await putOffer(tx, { accountId, connectionId, externalHash, state: "accepting", seenAt: at, fittedAt: at });
        if (!offerId) return "settled_already";
        await insertDecision(tx, { accountId, offerId, decidedAt: at, outcome: "take", results: decision.results });
        const { kind, windowStart, windowEnd, timeZone } = offer;
        const externalCipher = encryptOrderId(connectionId, offer.externalId);
        const intentId = await reserve(tx, fresh, { offerId, by: "rules", kind, externalCipher, windowStart, windowEnd, timeZone });
        await enqueue(tx, "pursue-intent", intentId);
        await point("hold.before-commit");
        return "held";
      },
    );
    if (outcome === "held") await point("hold.after-commit");
    return { outcome };
  } catch (thrown) {
    if (thrown instanceof CapReached) return { outcome: "misfit", why: thrown.why };
    if (isOverlap(thrown)) return { outcome: "misfit", why: "overlaps" };
    throw thrown;
  }
}
