import { transaction } from "@/db/client";
import { enqueue } from "@/db/jobs";
import { hastenLooks } from "@/db/queries/acceptances";
import { hastenRequested } from "@/db/queries/intents";
import { connectionsOfPlatformUser, takePlatformEvents } from "@/db/queries/platform-events";
import { hastenPoll } from "@/db/queries/polls";
import type { Queue } from "@/db/queues";
import { later, now, secondMs } from "@/lib/base/clock";

const actor = { kind: "system", job: "handle-platform-event" } as const;
/** A burst of messages, or one that is sent again and again, makes no more than one look in this time: the last of them is heeded after it. */
const quietMs = secondMs;
/** Accepted work is read this much after the offers, so that reading all of it does not hold up the accepting of a new order. */
const acceptedAfterMs = 2 * secondMs;

/**
 * Job: a platform has said that something changed for one of its users. What it is, only the platform's own answers tell: the next look at
 * its offers, at requests that wait and at accepted work is made due. So a message that is late, doubled, out of order or untrue
 * costs a look and changes nothing else. One that names nobody is left to the ordinary looks. All that wait about the same user are taken
 * at once, so that a burst of messages costs a worker no more than one of them.
 *
 * What is due is committed first and woken afterwards, one wake-up a transaction: rows are the truth, and no two jobs wait for each other.
 */
export async function handlePlatformEvent(eventId: string): Promise<void> {
  const due = await transaction(actor, async (tx) => {
    const at = now();
    const event = await takePlatformEvents(tx, eventId, at);
    const found: [Queue, string][] = [];
    if (!event?.platformUserId) return found;
    for (const connectionId of await connectionsOfPlatformUser(tx, event.platform, event.platformUserId)) {
      const dueAt = await hastenPoll(tx, connectionId, at, quietMs);
      if (!dueAt) continue;
      const requested = await hastenRequested(tx, connectionId, dueAt, at);
      await hastenLooks(tx, connectionId, later(dueAt, acceptedAfterMs));
      // What is due later the sweep finds when it is.
      if (dueAt > at) continue;
      found.push(["poll-connection", connectionId]);
      for (const id of requested) found.push(["pursue-intent", id]);
    }
    return found;
  });
  for (const [queue, id] of due) await transaction(actor, (tx) => enqueue(tx, queue, id));
}
