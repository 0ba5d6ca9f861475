import type { IntentRow } from "@/db/queries/intents";
import { later, minuteMs } from "@/lib/base/clock";

/** For how long after an order was last seen unassigned its becoming the member's is put down to our call. */
const attributableMs = 2 * minuteMs;

/**
 * Whether what is now the member's came to them through this service. It did when the order was seen unassigned, we called for it then,
 * the platform did not refuse that call, and it, or a request for it, is found to be theirs soon after. What is found later, or was not
 * called for, may have been taken by hand.
 *
 * No platform tells who took an order, or when: a member who takes one by hand after we saw it unassigned looks as our call does. That
 * is possible between sight and call, some milliseconds, and, where a process dies between the two, until the next one looks, at
 * most the two minutes above. docs/decisions/044 has what was weighed.
 */
export function attributionOf(
  { seenUnassignedAt, requestedAt }: Pick<IntentRow, "seenUnassignedAt" | "requestedAt">,
  at: Date,
): "service" | "unknown" {
  if (!seenUnassignedAt) return "unknown";
  // Once a request stands, the buyer's word is about it, however late that comes.
  return (requestedAt ?? at) <= later(seenUnassignedAt, attributableMs) ? "service" : "unknown";
}
