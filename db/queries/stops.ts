import { and, asc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { stops } from "@/db/schema";

export type StopRow = typeof stops.$inferSelect;
export type StopTarget = Pick<StopRow, "kind" | "platform">;

/** Stops nothing that is stopped already: null then. */
export async function insertStop(tx: Tx, stop: Omit<StopRow, "id" | "liftedAt" | "liftedBy">): Promise<string | null> {
  const rows = await tx.insert(stops).values(stop).onConflictDoNothing().returning({ id: stops.id });
  return rows[0]?.id ?? null;
}

/** Null when it does not stand any more. */
export async function liftStopRow(tx: Tx, id: string, liftedBy: string, at: Date): Promise<StopRow | null> {
  const [row] = await tx
    .update(stops)
    .set({ liftedAt: at, liftedBy })
    .where(and(eq(stops.id, id), isNull(stops.liftedAt)))
    .returning();
  return row ?? null;
}

/** What is stopped at this moment, the earliest first. */
export async function listStops(tx: Tx): Promise<StopRow[]> {
  return await tx.select().from(stops).where(isNull(stops.liftedAt)).orderBy(asc(stops.since));
}

/** How many stops stand. */
export async function countStops(tx: Tx): Promise<number> {
  return await tx.$count(stops, isNull(stops.liftedAt));
}

/** Whether a stop that was set for this incident stands. */
export async function hasStop(tx: Tx, incidentId: string): Promise<boolean> {
  return (await tx.$count(stops, and(eq(stops.incidentId, incidentId), isNull(stops.liftedAt)))) > 0;
}

/** Whether sealed logins may not be opened at this moment. */
export async function isVaultFrozen(tx: Tx): Promise<boolean> {
  const rows = await tx
    .select({ id: stops.id })
    .from(stops)
    .where(and(isNull(stops.liftedAt), inArray(stops.kind, ["vault", "everything"])))
    .limit(1);
  return rows.length > 0;
}

/** Whether nothing may be called on this platform at this moment. */
export async function isPlatformStopped(tx: Tx, platform: string): Promise<boolean> {
  const rows = await tx
    .select({ id: stops.id })
    .from(stops)
    .where(and(isNull(stops.liftedAt), or(eq(stops.kind, "everything"), eq(stops.platform, platform))))
    .limit(1);
  return rows.length > 0;
}
