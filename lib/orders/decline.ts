import { transaction } from "@/db/client";
import { declineOffer } from "@/db/queries/offers";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { recordActivity } from "@/lib/connections/activity";

/** The member does not want an undecided offer: what was kept of it is dropped, and it is not asked about again. False when it is none. */
export async function decline(accountId: string, offerId: string): Promise<boolean> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await declineOffer(tx, accountId, offerId, now()))) return false;
    await recordAccess(tx, { act: "offer.decline", object: `offer:${offerId}`, subject: accountId, reason: "declined_by_member" });
    await recordActivity(tx, { accountId, connectionId: null, offerId, kind: "offer_declined" });
    return true;
  });
}
