import type { Tx } from "@/db/client";
import { schedules } from "@/db/schema";

/** A new account's time zone, before it has any hours. */
export async function startSchedule(tx: Tx, accountId: string, timeZone: string, at: Date): Promise<void> {
  await tx.insert(schedules).values({ accountId, timeZone, changedAt: at });
}
