import type { Tx } from "@/db/client";
import { insertActivity } from "@/db/queries/activity";
import { now } from "@/lib/base/clock";

/** What the automation does that a member can read of under /activity, each with the numbers that it is told with. */
export const activityKinds = [
  "login_worked",
  "login_refused",
  "login_unreachable",
  "polled",
  "poll_failed",
  "offer_held",
  "offer_accepted",
  "offer_lost",
  "offer_asked",
  "offer_notified",
  "offer_declined",
  "offer_requested",
  "work_moved",
  "work_cancelled",
  "work_given_back",
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** Adds a line to what the automation did, in the caller's transaction. Codes and counts only; purged after its time (clause 7c). */
export async function recordActivity(
  tx: Tx,
  entry: {
    accountId: string;
    connectionId: string | null;
    offerId?: string;
    kind: ActivityKind;
    facts?: Record<string, string | number>;
  },
): Promise<void> {
  const { accountId, connectionId, offerId = null, kind, facts = {} } = entry;
  await insertActivity(tx, { accountId, connectionId, offerId, kind, facts, at: now() });
}
