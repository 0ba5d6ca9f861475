import { type Tx, transaction } from "@/db/client";
import { dropConflict, type Followed, moveAcceptance } from "@/db/queries/acceptances";
import { listBusyTimes } from "@/db/queries/busy-times";
import { findHold, isOverlap, listHeldTimes, lockHeldTime, moveHold } from "@/db/queries/holds";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { recordActivity } from "@/lib/connections/activity";
import { queueMail } from "@/lib/notices/queue-mail";
import { withdrawRivals } from "@/lib/orders/withdraw-rivals";
import type { WorkWindow } from "@/lib/platforms/contract";
import { conflicts, overlap } from "@/lib/schedule/conflicts";
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
 * Whether work now lies on time that is taken: by other work, of which requests that are being withdrawn are none, or as a calendar or a
 * platform says. What lay on its earlier time is no news: it may be the member's own note of this very work.
 */
async function isOnTaken(
  tx: Tx,
  { accountId, holdId, windowStart, windowEnd }: Followed,
  during: TimeWindow,
  but: string[],
): Promise<boolean> {
  const at = now();
  const [held, elsewhere] = await Promise.all([listHeldTimes(tx, accountId, at, [holdId, ...but]), listBusyTimes(tx, accountId, at)]);
  const before = { start: windowStart, end: windowEnd };
  return conflicts(during, [...held, ...elsewhere.filter((taken) => !overlap(taken, before))]);
}

async function move(acceptance: Followed, { windowStart, windowEnd, timeZone }: WorkWindow): Promise<void> {
  const { id, accountId, connectionId, holdId, offerId, platform } = acceptance;
  await transaction({ kind: "system", job: "move-work", accountId }, async (tx) => {
    await lockHeldTime(tx, accountId);
    const at = now();
    const during = padded({ start: windowStart, end: windowEnd }, await scheduleOf(tx, accountId));
    await moveAlong(tx, holdId, during);
    const rivals = await withdrawRivals(tx, accountId, [during], at);
    const rivalHolds = rivals.map((rival) => rival.holdId);
    const conflict = await isOnTaken(tx, acceptance, during, rivalHolds);
    await moveAcceptance(tx, id, { windowStart, windowEnd, timeZone, movedAt: at, conflict });
    await recordActivity(tx, { accountId, connectionId, offerId, kind: "work_moved", facts: { conflict: Number(conflict) } });
    await recordAccess(tx, { act: "order.move", object: `acceptance:${id}`, subject: accountId, reason: "moved_by_buyer" });
    await queueMail(tx, {
      template: "work-moved",
      accountId,
      facts: { offerId, platform, windowStart: windowStart.toISOString(), timeZone, conflict },
    });
  });
}

/**
 * Puts a hold that lay on other held work back under the constraint once that work is gone, so that the database guards its time again, and
 * takes the flag off.
 */
async function rejoin({ id, accountId, holdId }: Followed): Promise<void> {
  await transaction({ kind: "system", job: "move-work", accountId }, async (tx) => {
    await lockHeldTime(tx, accountId);
    const hold = await findHold(tx, holdId);
    if (!hold.conflict || (await moveAlong(tx, holdId, hold)).conflict) return;
    await dropConflict(tx, id);
  });
}

/**
 * The buyer may have moved accepted work: then the schedule follows, the member is told, requests that now lie on it are withdrawn, and a
 * conflict with other work or a calendar is flagged, since only the member can settle it with the buyer. The unit stays counted where it
 * was taken. Where the time is the same, a conflict that is over is written down as such, and nothing else happens.
 */
export async function moveWork(acceptance: Followed, window: WorkWindow): Promise<void> {
  const isSame =
    window.windowStart.getTime() === acceptance.windowStart.getTime() && window.windowEnd.getTime() === acceptance.windowEnd.getTime();
  if (!isSame) return await move(acceptance, window);
  if (acceptance.holdConflict) await rejoin(acceptance);
}
