import type { Tx } from "@/db/client";
import { listBusyTimes } from "@/db/queries/busy-times";
import { listHeldTimes } from "@/db/queries/holds";
import type { TimeWindow } from "@/lib/schedule/time-window";

/**
 * When the member is taken, as far as it is not over: by work that is held or accepted, with the time around it, and
 * by what their calendars and platforms say.
 * @param but holds that are not asked about, such as that of the work for which the time is looked at
 */
export async function busyTimes(tx: Tx, accountId: string, after: Date, but: readonly string[] = []): Promise<TimeWindow[]> {
  const [held, elsewhere] = await Promise.all([listHeldTimes(tx, accountId, after, but), listBusyTimes(tx, accountId, after)]);
  return [...held, ...elsewhere];
}
