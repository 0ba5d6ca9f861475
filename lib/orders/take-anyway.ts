import { transaction } from "@/db/client";
import { findConnection } from "@/db/queries/connections";
import { isOverlap } from "@/db/queries/holds";
import { findDetails, takeUndecided } from "@/db/queries/offers";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import type { Gap } from "@/lib/orders/acceptance-gaps";
import type { Misfit } from "@/lib/orders/decide";
import { whyNotAccept } from "@/lib/orders/may-accept";
import { CapReached, reserve } from "@/lib/orders/reserve";
import { recordRequest } from "@/lib/requests/record-request";
import { busyTimes } from "@/lib/schedule/busy-times";
import { conflicts } from "@/lib/schedule/conflicts";
import { padded } from "@/lib/schedule/padded";
import { scheduleOf } from "@/lib/schedule/read-schedule";

/** Why an offer cannot be taken by the member's word. `gone`: it is settled, no longer on offer, or more than a day old. */
export type Refusal = Gap | Misfit | "gone";

/**
 * Takes an undecided offer by the member's own word, whatever the rules say of it. What no word can change is looked at again: that
 * acceptance is possible at all, that the work has not begun, that its time is free, that every cap has room. Then one transaction takes
 * its time, its unit and the intent, and asks the worker to pursue it, which reads the order before it calls for it.
 * @returns null when it is taken; otherwise why not, and then nothing has changed
 */
export async function takeAnyway(accountId: string, offerId: string): Promise<Refusal | null> {
  try {
    return await transaction({ kind: "member", accountId }, async (tx) => {
      const at = now();
      const details = await findDetails(tx, accountId, offerId);
      if (!details || details.keptUntil <= at || !(await takeUndecided(tx, accountId, offerId, at))) return "gone";
      const { connectionId, ...order } = details;
      const connection = await findConnection(tx, connectionId);
      const gap = connection ? await whyNotAccept(tx, connection, "member") : "not_connected";
      if (gap || !connection) throw new Refused(gap ?? "not_connected");
      if (order.windowStart <= at) throw new Refused("begun");
      const schedule = await scheduleOf(tx, accountId);
      const window = padded({ start: order.windowStart, end: order.windowEnd }, schedule);
      if (conflicts(window, await busyTimes(tx, accountId, at))) throw new Refused("overlaps");
      const { kind, externalCipher, windowStart, windowEnd, timeZone } = order;
      const intentId = await reserve(tx, connection, { offerId, by: "member", kind, externalCipher, windowStart, windowEnd, timeZone });
      await recordAccess(tx, { act: "offer.take", object: `offer:${offerId}`, subject: accountId, reason: "taken_by_member" });
      await recordRequest(tx, { accountId, kind: "pursue-intent", subjectId: intentId });
      return null;
    });
  } catch (thrown) {
    if (thrown instanceof Refused || thrown instanceof CapReached) return thrown.why;
    if (isOverlap(thrown)) return "overlaps";
    throw thrown;
  }
}

/** Rolls the transaction back and says why. */
class Refused extends Error {
  readonly why: Refusal;

  constructor(why: Refusal) {
    super(why);
    this.name = "Refused";
    this.why = why;
  }
}
