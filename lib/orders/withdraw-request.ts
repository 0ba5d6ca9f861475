import { transaction } from "@/db/client";
import { lockHeldTime } from "@/db/queries/holds";
import { findIntentOf, wantWithdrawn } from "@/db/queries/intents";
import { findOffer } from "@/db/queries/offers";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { recordRequest } from "@/lib/requests/record-request";

/**
 * The member takes back a request that waits for its buyer: the worker is asked to withdraw it, once, however often it is pressed. False
 * when there is none.
 */
export async function withdrawRequest(accountId: string, offerId: string): Promise<boolean> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    await lockHeldTime(tx, accountId);
    if (!(await findOffer(tx, accountId, offerId))) return false;
    const intent = (await findIntentOf(tx, offerId))?.intent;
    if (intent?.state !== "requested") return false;
    if (intent.withdrawBecause !== null) return true;
    const [wanted] = await wantWithdrawn(tx, accountId, [intent.id], "withdrawn_by_member", now());
    if (!wanted) return false;
    await recordAccess(tx, { act: "offer.withdraw", object: `offer:${offerId}`, subject: accountId, reason: "withdrawn_by_member" });
    await recordRequest(tx, { accountId, kind: "pursue-intent", subjectId: wanted });
    return true;
  });
}
