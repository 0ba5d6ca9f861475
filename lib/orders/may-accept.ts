import type { Tx } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import type { ConnectionRow } from "@/db/queries/connections";
import { findOwnPause } from "@/db/queries/pauses";
import { findRules } from "@/db/queries/rules";
import { now } from "@/lib/base/clock";
import { planOf } from "@/lib/billing/plan";
import { platformStanding } from "@/lib/connections/permit-platform";
import { type Gap, gapsFor, gapsOf } from "@/lib/orders/acceptance-gaps";
import { scheduleOf } from "@/lib/schedule/read-schedule";
import { hasStaleCalendar } from "@/lib/schedule/stale-calendars";

/** What stops acceptance over a connection at this moment, as the transaction sees it; with null, over one that is still to be made. */
export async function findGaps(tx: Tx, accountId: string, connection: ConnectionRow | null): Promise<Gap[]> {
  return gapsOf({
    accountActive: (await findAccount(tx, accountId))?.state === "active",
    paused: (await findOwnPause(tx, accountId, now())) !== null,
    connection,
    platform: connection ? (await platformStanding(tx, connection.platform)).state : "on",
    hasHours: (await scheduleOf(tx, accountId)).hours.length > 0,
    calendarStale: await hasStaleCalendar(tx, accountId, now()),
    rules: await findRules(tx, accountId),
    plan: (await planOf(tx, accountId)).standing,
  });
}

/**
 * Why nothing may be accepted over this connection at this moment; null when it may. Asked in the transaction that takes a hold, and
 * again right before the platform is called.
 */
export async function whyNotAccept(tx: Tx, connection: ConnectionRow, by: "rules" | "member"): Promise<Gap | null> {
  return gapsFor(by, await findGaps(tx, connection.accountId, connection))[0] ?? null;
}
