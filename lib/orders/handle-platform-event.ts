import { transaction } from "@/db/client";
import { enqueue } from "@/db/jobs";
import { hastenLooks } from "@/db/queries/acceptances";
import { hastenPoll } from "@/db/queries/connections";
import { hastenRequested } from "@/db/queries/intents";
import { connectionsOfPlatformUser, takePlatformEvent } from "@/db/queries/platform-events";
import { now } from "@/lib/base/clock";

/**
 * Job: a platform has said that something changed for one of its users. What it is, only the platform's own answers tell: the next look at
 * its offers, at requests that wait and at accepted work is made due now. So a message that is late, doubled, out of order or untrue
 * costs a look and changes nothing else. One that names nobody is left to the ordinary looks.
 */
export async function handlePlatformEvent(eventId: string): Promise<void> {
  await transaction({ kind: "system", job: "handle-platform-event" }, async (tx) => {
    const at = now();
    const event = await takePlatformEvent(tx, eventId, at);
    if (!event?.platformUserId) return;
    for (const connectionId of await connectionsOfPlatformUser(tx, event.platform, event.platformUserId)) {
      await hastenPoll(tx, connectionId, at);
      await enqueue(tx, "poll-connection", connectionId);
      for (const id of await hastenRequested(tx, connectionId, at)) await enqueue(tx, "pursue-intent", id);
      for (const id of await hastenLooks(tx, connectionId, at)) await enqueue(tx, "follow-acceptance", id);
    }
  });
}
