import { type Tx, transaction } from "@/db/client";
import { findSettings, findTimeZone, listHours, listOverrides, listTimeOff } from "@/db/queries/schedules";
import type { Schedule } from "@/lib/schedule/within-hours";

/** For accounts that have not said where they are. */
const defaultTimeZone = "UTC";

/** A member's hours and the time zone in which they are meant; without hours nothing fits. */
export async function scheduleOf(tx: Tx, accountId: string): Promise<Schedule> {
  const settings = (await findSettings(tx, accountId)) ?? { timeZone: defaultTimeZone, beforeMinutes: 0, afterMinutes: 0 };
  return {
    ...settings,
    hours: await listHours(tx, accountId),
    overrides: await listOverrides(tx, accountId),
    timeOff: await listTimeOff(tx, accountId),
  };
}

/** What the member's schedule page shows. */
export async function readSchedule(accountId: string): Promise<Schedule> {
  return await transaction({ kind: "member", accountId }, (tx) => scheduleOf(tx, accountId));
}

/** The time zone in which the member's pages tell times. */
export async function readTimeZone(accountId: string): Promise<string> {
  return await transaction({ kind: "member", accountId }, async (tx) => (await findTimeZone(tx, accountId)) ?? defaultTimeZone);
}
