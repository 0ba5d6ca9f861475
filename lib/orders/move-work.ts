import { type Tx, transaction } from "@/db/client";
import { type AcceptanceRow, moveAcceptance } from "@/db/queries/acceptances";
import { isOverlap, lockHeldTime, moveHold } from "@/db/queries/holds";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { recordActivity } from "@/lib/connections/activity";
import { queueMail } from "@/lib/notices/queue-mail";
import type { WorkWindow } from "@/lib/platforms/contract";
import { padded } from "@/lib/schedule/padded";
import { scheduleOf } from "@/lib/schedule/read-schedule";
import type { TimeWindow } from "@/lib/schedule/time-window";

/** Moves the hold along. Where it would lie on other held work it is marked as a conflict, which takes it out of the constraint. */
async function moveAlong(tx: Tx, holdId: string, during: TimeWindow): Promise<{ conflict: boolean }> {
  try {
    await tx.transaction((inner) => moveHold(inner, holdId, { ...during, conflict: false }));
    return { conflict: false };
  } catch (thrown) {
    if (!isOverlap(thrown)) throw thrown;
    await moveHold(tx, holdId, { ...during, conflict: true });
    return { conflict: true };
  }
}

/**
 * The buyer may have moved accepted work: then the schedule follows, the member is told, and a conflict with other work is flagged, since only
 * they can settle it with the buyer. The unit stays counted where it was taken. Nothing happens where the time is the same.
 */
export async function moveWork(acceptance: AcceptanceRow & { holdId: string; offerId: string }, window: WorkWindow): Promise<void> {
  const { id, accountId, connectionId, holdId, offerId, platform } = acceptance;
  const { windowStart, windowEnd, timeZone } = window;
  const same = windowStart.getTime() === acceptance.windowStart.getTime() && windowEnd.getTime() === acceptance.windowEnd.getTime();
  if (same) return;
  await transaction({ kind: "system", job: "move-work", accountId }, async (tx) => {
    await lockHeldTime(tx, accountId);
    const during = padded({ start: windowStart, end: windowEnd }, await scheduleOf(tx, accountId));
    const { conflict } = await moveAlong(tx, holdId, during);
    await moveAcceptance(tx, id, { windowStart, windowEnd, timeZone, movedAt: now(), conflict });
    await recordActivity(tx, { accountId, connectionId, offerId, kind: "work_moved", facts: { conflict: Number(conflict) } });
    await recordAccess(tx, { act: "order.move", object: `acceptance:${id}`, subject: accountId, reason: "moved_by_buyer" });
    await queueMail(tx, {
      template: "work-moved",
      accountId,
      facts: { offerId, platform, windowStart: windowStart.toISOString(), timeZone, conflict },
    });
  });
}
