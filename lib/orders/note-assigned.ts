import { transaction } from "@/db/client";
import { replaceBusyTimes } from "@/db/queries/busy-times";
import type { ConnectionRow } from "@/db/queries/connections";
import { knownOffers } from "@/db/queries/offers";
import { markAssignedRead } from "@/db/queries/polls";
import { now } from "@/lib/base/clock";
import { hashOrderId } from "@/lib/keys/order-ids";
import { withdrawRivals } from "@/lib/orders/withdraw-rivals";
import type { AssignedOrder } from "@/lib/platforms/contract";

/** Offers that have a hold of their own, so that their time is known already. */
const held = new Set(["accepting", "requested", "accepted"]);

/**
 * Notes the time that the platform itself says the member is taken, apart from work that is held here: it is busy from now on, and requests
 * that wait for a buyer and would overlap it are withdrawn, since they could no longer be kept.
 */
export async function noteAssigned(connection: ConnectionRow, assigned: AssignedOrder[]): Promise<void> {
  const { id: connectionId, accountId } = connection;
  const hashed = assigned.map((order) => ({ order, hash: hashOrderId(connectionId, order.externalId) }));
  await transaction({ kind: "system", job: "note-assigned", accountId }, async (tx) => {
    const at = now();
    const known = await knownOffers(
      tx,
      connectionId,
      hashed.map(({ hash }) => hash),
    );
    const elsewhere = hashed
      .filter(({ hash }) => !held.has(known.get(hash)?.state ?? ""))
      .map(({ order }) => ({ start: order.windowStart, end: order.windowEnd }));
    await replaceBusyTimes(tx, { accountId, connectionId }, elsewhere);
    await markAssignedRead(tx, connectionId, at);
    await withdrawRivals(tx, accountId, elsewhere, at);
  });
}
