import { transaction } from "@/db/client";
import { type AcceptanceRow, listComing } from "@/db/queries/acceptances";
import { chargedSince } from "@/db/queries/charges";
import { type ConnectionRow, listLinked } from "@/db/queries/connections";
import { unitsTaken } from "@/db/queries/holds";
import { type IntentRow, listRequested } from "@/db/queries/intents";
import { countAsking } from "@/db/queries/offers";
import { findOwnPause, type PauseRow } from "@/db/queries/pauses";
import { findRules } from "@/db/queries/rules";
import { now } from "@/lib/base/clock";
import { monthSoFar } from "@/lib/billing/month-so-far";
import { type Plan, planOf } from "@/lib/billing/plan";
import { type Acceptance, acceptanceOf } from "@/lib/orders/read-acceptance";
import { findPause, type Pause } from "@/lib/orders/read-pause";
import { capsOf, spanStarts, startOfDay, unitDay } from "@/lib/orders/unit-spans";
import type { Work } from "@/lib/orders/work";
import { scheduleOf } from "@/lib/schedule/read-schedule";

export interface Home {
  timeZone: string;
  connections: Pick<ConnectionRow, "id" | "platform" | "state" | "mode" | "lastPollAt">[];
  acceptance: Acceptance;
  plan: Plan;
  /** Whether everything had been set up once, so that what is missing now has stopped. */
  wasOn: boolean;
  /** Why acceptance is off although the member has not switched it off; null when that is not so. */
  pause: Pause | null;
  /** The member's own pause, while it lasts. */
  ownPause: PauseRow | null;
  /** How many offers wait for the member's answer. */
  asking: number;
  /** Requests about which a buyer has not decided, soonest work first. */
  requested: { offerId: string; platform: string; work: Work; requestedAt: Date | null }[];
  coming: AcceptanceRow[];
  /**
   * The current calendar month in the member's zone: units of work that begins in it, beside the cap, which is null before rules are saved;
   * and what was charged in it, whenever the work is.
   */
  month: { units: number; cap: number | null; spentCents: number };
}

function requestsIn(intents: IntentRow[], connections: ConnectionRow[]): Home["requested"] {
  return intents.map(({ offerId, connectionId, windowStart, windowEnd, timeZone, requestedAt }) => ({
    offerId,
    platform: connections.find(({ id }) => id === connectionId)?.platform ?? "",
    work: { start: windowStart, end: windowEnd, timeZone },
    requestedAt,
  }));
}

/** What the member's home page shows: how far set-up has come, and then what is next and what it costs. */
export async function readHome(accountId: string): Promise<Home> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const at = now();
    const schedule = await scheduleOf(tx, accountId);
    const rules = await findRules(tx, accountId);
    const { month } = spanStarts(unitDay(at, schedule.timeZone));
    const [taken] = await unitsTaken(tx, accountId, [spanStarts(month)]);
    const units = taken?.month ?? 0;
    const charged = await chargedSince(tx, accountId, startOfDay(month, schedule.timeZone));
    const plan = await planOf(tx, accountId);
    const acceptance = await acceptanceOf(tx, accountId);
    const connections = await listLinked(tx, accountId);
    const { everOn, pause } = await findPause(tx, accountId);
    return {
      timeZone: schedule.timeZone,
      connections,
      acceptance,
      plan,
      wasOn: everOn && plan.status !== null,
      pause: acceptance.missing.includes("connection_off") ? pause : null,
      ownPause: await findOwnPause(tx, accountId, at),
      asking: await countAsking(tx, accountId),
      requested: requestsIn(await listRequested(tx, accountId), connections),
      coming: await listComing(tx, accountId, at, 10),
      month: { units, cap: rules ? capsOf(rules).month : null, spentCents: monthSoFar(plan, charged) },
    };
  });
}
