import { and, asc, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { connections, platformEvents } from "@/db/schema";

/** Notes a platform's message. One that is delivered again is the same. */
export async function insertPlatformEvent(
  tx: Tx,
  event: Pick<typeof platformEvents.$inferInsert, "platform" | "deliveryId" | "platformUserId" | "receivedAt">,
): Promise<void> {
  await tx.insert(platformEvents).values(event).onConflictDoNothing();
}

/** Messages that nobody has acted on. */
export async function waitingPlatformEvents(tx: Tx, _at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: platformEvents.id })
    .from(platformEvents)
    .where(isNull(platformEvents.handledAt))
    .orderBy(asc(platformEvents.receivedAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Takes a message in hand. Null when it is handled. */
export async function takePlatformEvent(
  tx: Tx,
  eventId: string,
  at: Date,
): Promise<{ platform: string; platformUserId: string | null } | null> {
  const [row] = await tx
    .update(platformEvents)
    .set({ handledAt: at })
    .where(and(eq(platformEvents.id, eventId), isNull(platformEvents.handledAt)))
    .returning({ platform: platformEvents.platform, platformUserId: platformEvents.platformUserId });
  return row ?? null;
}

/** The working connections of one of a platform's users, in the order of their ids: so they are locked in one order. */
export async function connectionsOfPlatformUser(tx: Tx, platform: string, platformUserId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: connections.id })
    .from(connections)
    .where(and(eq(connections.platform, platform), eq(connections.platformUserId, platformUserId), eq(connections.state, "working")))
    .orderBy(asc(connections.id));
  return rows.map((row) => row.id);
}
