import { actorOf, transaction } from "@/db/client";
import { settleAnomaly } from "@/db/queries/anomalies";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

type Staff = Extract<Actor, { kind: "staff" }>;

/** What became of an anomaly. */
export const outcomes = ["looked_at", "closed", "false_alarm"] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * Says that somebody is looking at an anomaly, or what it was: from then on what the same rule finds of the same is a new one.
 * @param note what was found out, in one's own words; stays with the anomaly and never enters the access log.
 * @throws AppError forbidden; conflict with `reason` closed_already.
 */
export async function settle(actor: Staff, anomalyId: string, outcome: Outcome, note: string): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "anomalies.handle");
    const [by, at] = [await actorOf(tx), now()];
    const who = outcome === "looked_at" ? { lookedBy: by, lookedAt: at } : { closedBy: by, closedAt: at };
    const settled = await settleAnomaly(tx, anomalyId, { state: outcome, note: note || null, ...who });
    if (!settled) throw new AppError("conflict", { reason: "closed_already" });
    const line = { act: "anomaly.settle", object: `anomaly:${anomalyId}`, subject: settled.accountId, reason: outcome };
    await recordAccess(tx, { ...line, facts: { rule: settled.rule } });
  });
}
