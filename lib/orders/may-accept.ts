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
import { hasAgreed } from "@/lib/terms/agreement";

/**
 * What stops acceptance over a connection at this moment, as the transaction sees it; with null, over one that is still to be made.
 * All is asked for at once: this lies on the way of every order.
 */
export async function findGaps(tx: Tx, accountId: string, connection: ConnectionRow | null): Promise<Gap[]> {
  const at = now();
  const [account, pause, platform, schedule, calendarStale, rules, plan, agreed] = await Promise.all([
    findAccount(tx, accountId),
    findOwnPause(tx, accountId, at),
    connection && platformStanding(tx, connection.platform),
    scheduleOf(tx, accountId),
    hasStaleCalendar(tx, accountId, at),
    findRules(tx, accountId),
    planOf(tx, accountId),
    hasAgreed(tx, accountId),
  ]);
  return gapsOf({
    accountActive: account?.state === "active",
    paused: pause !== null,
    connection,
    platform: platform?.state ?? "on",
    hasHours: schedule.hours.length > 0,
    calendarStale,
    rules,
    plan: plan.standing,
    agreed,
  });
}

/**
 * Why nothing may be accepted over this connection at this moment; null when it may. Asked in the transaction that takes a hold, and
 * again right before the platform is called.
 */
export async function whyNotAccept(tx: Tx, connection: ConnectionRow, by: "rules" | "member"): Promise<Gap | null> {
  return gapsFor(by, await findGaps(tx, connection.accountId, connection))[0] ?? null;
}
