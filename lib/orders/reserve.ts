import type { Tx } from "@/db/client";
import type { ConnectionRow } from "@/db/queries/connections";
import { insertHold, lockHeldTime, takeUnit, unitsTaken } from "@/db/queries/holds";
import { insertIntent, type NewIntent } from "@/db/queries/intents";
import { findRules } from "@/db/queries/rules";
import { now } from "@/lib/base/clock";
import { recordActivity } from "@/lib/connections/activity";
import { fullCap, type Misfit } from "@/lib/orders/decide";
import { capsOf, spanStarts, unitDay } from "@/lib/orders/unit-spans";
import { padded } from "@/lib/schedule/padded";
import { scheduleOf } from "@/lib/schedule/read-schedule";

/** A cap leaves no room, so that the caller's transaction has to be rolled back. */
export class CapReached extends Error {
  readonly why: Misfit;

  constructor(why: Misfit) {
    super(why);
    this.name = "CapReached";
    this.why = why;
  }
}

export type Reservation = Pick<NewIntent, "offerId" | "by" | "kind" | "externalCipher" | "windowStart" | "windowEnd" | "timeZone">;

/**
 * Reserves what an order takes, in the caller's transaction: its time, with what the member keeps free around it, one unit under every cap,
 * and the intent to accept it. All of it or nothing. Who else changes the member's holds
 * waits; the database decides: the exclusion constraint between overlapping holds, the WHERE between the last units.
 * @returns the intent's id
 * @throws CapReached; and the database's refusal of an overlap, see `isOverlap`
 */
export async function reserve(tx: Tx, { id: connectionId, accountId }: ConnectionRow, reservation: Reservation): Promise<string> {
  await lockHeldTime(tx, accountId);
  const at = now();
  const { offerId, windowStart, windowEnd } = reservation;
  const [schedule, rules] = await Promise.all([scheduleOf(tx, accountId), findRules(tx, accountId)]);
  if (!rules) throw new CapReached("no_rules");
  const day = unitDay(windowStart, schedule.timeZone);
  const starts = spanStarts(day);
  const caps = capsOf(rules);
  const [taken = { day: 0, week: 0, month: 0 }] = await unitsTaken(tx, accountId, [starts]);
  const full = fullCap(taken, caps);
  if (full || !(await takeUnit(tx, accountId, starts, caps))) throw new CapReached(full ?? "month_cap_reached");
  const during = padded({ start: windowStart, end: windowEnd }, schedule);
  const holdId = await insertHold(tx, { accountId, connectionId, offerId, unitDay: day, takenAt: at, ...during });
  const intentId = await insertIntent(tx, { ...reservation, accountId, connectionId, holdId, nextAttemptAt: at });
  await recordActivity(tx, { accountId, connectionId, offerId, kind: "offer_held", facts: { by: reservation.by } });
  return intentId;
}
