import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { heartbeats } from "@/db/schema";

/** What the worker does again and again, and is asked whether it still does. */
type Round = "anomalies" | "reviews";

/** Notes that a round was done to its end, in the round's own transaction. */
export async function beat(tx: Tx, name: Round, at: Date): Promise<void> {
  await tx.insert(heartbeats).values({ name, at }).onConflictDoUpdate({ target: heartbeats.name, set: { at } });
}

/** When it was last done; null before the first time. */
export async function lastBeat(tx: Tx, name: Round): Promise<Date | null> {
  const [row] = await tx.select().from(heartbeats).where(eq(heartbeats.name, name));
  return row?.at ?? null;
}
