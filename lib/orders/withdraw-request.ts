import { transaction } from "@/db/client";
import { findIntentOf, wantWithdrawn } from "@/db/queries/intents";
import { findOffer } from "@/db/queries/offers";
import { now } from "@/lib/base/clock";
import { recordRequest } from "@/lib/requests/record-request";

/** The member takes back a request that waits for its buyer: the worker is asked to withdraw it. False when there is none. */
export async function withdrawRequest(accountId: string, offerId: string): Promise<boolean> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await findOffer(tx, accountId, offerId))) return false;
    const intent = (await findIntentOf(tx, offerId))?.intent;
    if (!intent) return false;
    const [wanted] = await wantWithdrawn(tx, accountId, [intent.id], "withdrawn_by_member", now());
    if (wanted) await recordRequest(tx, { accountId, kind: "pursue-intent", subjectId: wanted });
    return wanted !== undefined;
  });
}
