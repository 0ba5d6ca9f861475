import { transaction } from "@/db/client";
import { enqueue } from "@/db/jobs";
import { type AcceptanceRow, insertAcceptance } from "@/db/queries/acceptances";
import { findConnection } from "@/db/queries/connections";
import { giveUnitBack, holdDay } from "@/db/queries/holds";
import { settleIntent } from "@/db/queries/intents";
import { offerHash, settleOffer } from "@/db/queries/offers";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { point } from "@/lib/base/points";
import { addCharge } from "@/lib/billing/add-charge";
import { recordActivity } from "@/lib/connections/activity";
import { queueMail } from "@/lib/notices/queue-mail";
import { attributionOf } from "@/lib/orders/attribution";
import { moved } from "@/lib/orders/call-platform";
import { nextLook } from "@/lib/orders/follow-acceptance";
import { spanStarts } from "@/lib/orders/unit-spans";
import type { WorkWindow } from "@/lib/platforms/contract";
import { platformName } from "@/lib/platforms/ids";

/**
 * The platform has confirmed the order as the member's. One transaction makes the acceptance, its charge, its line in the access log
 * and its mail: all of them or none, and once, however often it runs.
 *
 * Charged only when it came through this service, see `attributionOf`; otherwise the member may have taken it by hand, which is said so and
 * costs nothing (clause 0.2).
 * @param confirmedHow `webhook` when the read that says so was prompted by a verified message of the platform, which itself proves nothing.
 * @param window when the work now is: a buyer may have moved it in giving it. What was held is confirmed, and then moved at once, as
 * accepted work is (`moveWork`).
 */
export async function confirmAcceptance(
  intentId: string,
  accountId: string,
  confirmedHow: AcceptanceRow["confirmedHow"],
  window: WorkWindow,
): Promise<void> {
  const confirmed = await transaction({ kind: "system", job: "confirm", accountId }, async (tx) => {
    const at = now();
    const intent = await settleIntent(tx, intentId, "confirmed", "confirmed", at);
    if (!intent) return false;
    const { connectionId, offerId, holdId, externalCipher, windowStart, windowEnd, timeZone } = intent;
    const connection = await findConnection(tx, connectionId);
    if (!connection) throw new Error("an intent without its connection");
    const { platform } = connection;
    const attribution = attributionOf(intent, at);
    const isMoved = moved(intent, window);
    const acceptanceId = await insertAcceptance(tx, {
      accountId,
      connectionId,
      intentId,
      platform,
      externalHash: await offerHash(tx, offerId),
      externalCipher,
      attribution,
      confirmedAt: at,
      confirmedHow,
      windowStart,
      windowEnd,
      timeZone,
      nextLookAt: isMoved ? at : nextLook(windowStart, at),
    });
    if (isMoved) await enqueue(tx, "follow-acceptance", acceptanceId);
    await settleOffer(tx, offerId, "accepted", at);
    const charged = attribution === "service";
    const amountCents = charged ? await addCharge(tx, { acceptanceId, accountId, platformName: platformName(platform) }) : 0;
    if (!charged) await giveUnitBack(tx, accountId, spanStarts(await holdDay(tx, holdId)));
    await recordAccess(tx, { act: "order.accept", object: `acceptance:${acceptanceId}`, subject: accountId, reason: attribution });
    await recordActivity(tx, { accountId, connectionId, offerId, kind: "offer_accepted", facts: { attribution } });
    await queueMail(tx, {
      template: "accepted",
      accountId,
      facts: { acceptanceId, platform, windowStart: windowStart.toISOString(), timeZone, amountCents },
    });
    await point("confirm.before-commit");
    return true;
  });
  if (confirmed) await point("confirm.after-commit");
}
