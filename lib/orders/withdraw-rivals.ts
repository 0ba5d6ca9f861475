import type { Tx } from "@/db/client";
import { enqueue } from "@/db/jobs";
import { type IntentRow, listRequested, wantWithdrawn } from "@/db/queries/intents";
import { conflicts } from "@/lib/schedule/conflicts";
import { padded } from "@/lib/schedule/padded";
import { scheduleOf } from "@/lib/schedule/read-schedule";
import type { TimeWindow } from "@/lib/schedule/time-window";

/**
 * Has the member's requests that wait for a buyer withdrawn where they, with the time around them, overlap time that other work has
 * come to take: they could no longer be kept. A buyer who decides first has decided.
 * @returns the requests that this concerns; their holds stand until each is withdrawn
 */
export async function withdrawRivals(tx: Tx, accountId: string, taken: readonly TimeWindow[], at: Date): Promise<IntentRow[]> {
  const [schedule, requested] = await Promise.all([scheduleOf(tx, accountId), listRequested(tx, accountId)]);
  const rivals = requested.filter(({ windowStart, windowEnd }) =>
    conflicts(padded({ start: windowStart, end: windowEnd }, schedule), taken),
  );
  const ids = rivals.map(({ id }) => id);
  for (const id of await wantWithdrawn(tx, accountId, ids, "assigned_elsewhere", at)) await enqueue(tx, "pursue-intent", id);
  return rivals;
}
