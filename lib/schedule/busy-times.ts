import type { Tx } from "@/db/client";
import { listBusyTimes } from "@/db/queries/busy-times";
import { listHeldTimes } from "@/db/queries/holds";
import type { TimeWindow } from "@/lib/schedule/time-window";

/**
 * When the member is taken, as far as it is not over: by work that is held or accepted, with the time around it, and
 * by what their calendars and platforms say.
 */
export async function busyTimes(tx: Tx, accountId: string, after: Date): Promise<TimeWindow[]> {
  return [...(await listHeldTimes(tx, accountId, after)), ...(await listBusyTimes(tx, accountId, after))];
}
