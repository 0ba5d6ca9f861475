import { type Tx, transaction } from "@/db/client";
import { countOpenAlarms } from "@/db/queries/alarms";
import { countOpenAnomalies } from "@/db/queries/anomalies";
import { countRunningOut } from "@/db/queries/clause-evidence";
import { countAlarmed } from "@/db/queries/controls";
import { countOpenDifferences } from "@/db/queries/differences";
import { countOpenResets } from "@/db/queries/factor-resets";
import { countLateActions } from "@/db/queries/incident-duties";
import { countOpenIncidents } from "@/db/queries/incidents";
import { countAsks } from "@/db/queries/invite-asks";
import { countExpiring } from "@/db/queries/invites";
import { countProcessorsDue } from "@/db/queries/processors";
import { countWaitingPublicReports } from "@/db/queries/public-reports";
import { countWaitingReports } from "@/db/queries/reports";
import { countReviews } from "@/db/queries/reviews";
import { countStops } from "@/db/queries/stops";
import { may, type Permission, type Role } from "@/lib/accounts/permissions";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";
import { dayMs, later, now } from "@/lib/base/clock";
import { runningOutDays } from "@/lib/oversight/evidence/standing";
import { countKeysDue } from "@/lib/oversight/read-keys";
import { countOverdueRules } from "@/lib/oversight/retention/read-retention";

type Wait = { permission: Permission; count: (tx: Tx, at: Date) => Promise<number> };

/** An open invite is told of this long before its link stops working. */
export const expiringDays = 3;

/**
 * What may wait for a person: one line a kind, in the order in which the page shows them; app/(staff)/operator/today-texts.ts has the words.
 * Each counts under row security, for those alone who have its permission.
 */
const waits = {
  alarms: { permission: "console.read", count: countOpenAlarms },
  incidents: { permission: "incidents.read", count: countOpenIncidents },
  stops: { permission: "incidents.read", count: countStops },
  controls: { permission: "controls.read", count: countAlarmed },
  outside: { permission: "reports.read", count: countWaitingPublicReports },
  corrective: { permission: "incidents.read", count: countLateActions },
  reports: { permission: "reports.read", count: countWaitingReports },
  resets: { permission: "factors.read-resets", count: countOpenResets },
  differences: { permission: "money.read", count: countOpenDifferences },
  anomalies: { permission: "anomalies.read", count: countOpenAnomalies },
  overdueReviews: { permission: "reviews.read", count: async (tx, at) => (await countReviews(tx, at)).overdue },
  reviews: { permission: "reviews.read", count: async (tx, at) => (await countReviews(tx, at)).open },
  keys: { permission: "keys.read", count: countKeysDue },
  retention: { permission: "console.read", count: countOverdueRules },
  evidence: { permission: "evidence.read", count: (tx, at) => countRunningOut(tx, later(at, runningOutDays * dayMs)) },
  processors: {
    permission: "processors.read",
    count: (tx, at) =>
      countProcessorsDue(
        tx,
        later(at, runningOutDays * dayMs)
          .toISOString()
          .slice(0, 10),
      ),
  },
  asks: { permission: "invites.read", count: countAsks },
  expiring: { permission: "invites.read", count: (tx, at) => countExpiring(tx, at, later(at, expiringDays * dayMs)) },
} as const satisfies Record<string, Wait>;

export type WaitKind = keyof typeof waits;
/** How much of one kind waits; at least one. */
export type Waiting = { kind: WaitKind; number: number };

/** What waits for a person today, of what the role may see. @throws AppError forbidden. */
export async function readToday(actor: Extract<Actor, { kind: "staff" }>, role: Role): Promise<Waiting[]> {
  const at = now();
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "console.read");
    const found: Waiting[] = [];
    for (const [kind, { permission, count }] of Object.entries(waits) as [WaitKind, Wait][]) {
      if (may(role, permission)) found.push({ kind, number: await count(tx, at) });
    }
    return found.filter(({ number }) => number > 0);
  });
}
