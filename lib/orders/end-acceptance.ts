import { transaction } from "@/db/client";
import { type AcceptanceRow, endAcceptanceRow } from "@/db/queries/acceptances";
import { giveUnitBack, lockHeldTime, releaseHoldRow } from "@/db/queries/holds";
import { settleOffer } from "@/db/queries/offers";
import { recordAccess } from "@/lib/audit/record-access";
import { later, minuteMs, now } from "@/lib/base/clock";
import { addCredit } from "@/lib/billing/add-credit";
import { recordActivity } from "@/lib/connections/activity";
import { queueMail } from "@/lib/notices/queue-mail";
import { spanStarts } from "@/lib/orders/unit-spans";
import { creditedForMinutes } from "@/lib/terms/prices";

/** Until when a buyer's cancelling is credited. */
export const creditedUntil = (windowStart: Date) => later(windowStart, creditedForMinutes * minuteMs);

/**
 * An accepted order is no longer the member's. Its time is free again and the member is told. Found cancelled by the buyer before its
 * work was to begin, or soon after (`creditedForMinutes`), since between two looks nobody can tell when it was, its charge is credited in
 * full and its unit given back. Cancelled later, or given back on the platform, it stays charged, since it had been accepted and nobody can
 * tell who gave it back. One transaction, once, however often it is found.
 */
export async function endAcceptance(
  acceptance: AcceptanceRow & { holdId: string; offerId: string },
  because: "cancelled" | "given_back",
): Promise<void> {
  const { id, accountId, connectionId, holdId, offerId, platform, windowStart, timeZone } = acceptance;
  await transaction({ kind: "system", job: "end-acceptance", accountId }, async (tx) => {
    const at = now();
    if (!(await endAcceptanceRow(tx, id, because, at))) return;
    await lockHeldTime(tx, accountId);
    const hold = await releaseHoldRow(tx, holdId, because, at);
    const credited = because === "cancelled" && at < creditedUntil(windowStart) && (await addCredit(tx, { acceptanceId: id, accountId }));
    if (credited && hold) await giveUnitBack(tx, accountId, spanStarts(hold.unitDay));
    await settleOffer(tx, offerId, "cancelled", at);
    const kind = because === "cancelled" ? "work_cancelled" : "work_given_back";
    await recordActivity(tx, { accountId, connectionId, offerId, kind, facts: { credited: Number(credited) } });
    await recordAccess(tx, { act: "order.end", object: `acceptance:${id}`, subject: accountId, reason: because });
    await queueMail(tx, {
      template: "work-ended",
      accountId,
      facts: { offerId, platform, because, windowStart: windowStart.toISOString(), timeZone, credited },
    });
  });
}
