import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
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

/**
 * Takes a message in hand, and with it every other that waits about the same of the platform's users: each says no more than that something
 * changed, so a burst of them is one. Null when it is handled, or in another's hand.
 */
export async function takePlatformEvents(
  tx: Tx,
  eventId: string,
  at: Date,
): Promise<{ platform: string; platformUserId: string | null } | null> {
  const said = alias(platformEvents, "said");
  const alike = tx
    .select({ id: platformEvents.id })
    .from(platformEvents)
    .innerJoin(said, and(eq(said.id, eventId), isNull(said.handledAt)))
    .where(
      and(
        isNull(platformEvents.handledAt),
        eq(platformEvents.platform, said.platform),
        sql`${platformEvents.platformUserId} is not distinct from ${said.platformUserId}`,
      ),
    )
    .orderBy(asc(platformEvents.id))
    .for("update", { of: platformEvents, skipLocked: true });
  const [row] = await tx
    .update(platformEvents)
    .set({ handledAt: at })
    .where(inArray(platformEvents.id, alike))
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
