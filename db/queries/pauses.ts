import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { pauses } from "@/db/schema";

export type PauseRow = Pick<typeof pauses.$inferSelect, "since" | "until">;

/** The member's pause; one whose time is over is none. */
export async function findOwnPause(tx: Tx, accountId: string, at: Date): Promise<PauseRow | null> {
  const [row] = await tx.select({ since: pauses.since, until: pauses.until }).from(pauses).where(eq(pauses.accountId, accountId));
  return row && (row.until === null || row.until > at) ? row : null;
}

export async function keepPause(tx: Tx, accountId: string, pause: PauseRow): Promise<void> {
  await tx
    .insert(pauses)
    .values({ accountId, ...pause })
    .onConflictDoUpdate({ target: pauses.accountId, set: pause });
}

/** False when there was none. */
export async function dropPause(tx: Tx, accountId: string): Promise<boolean> {
  const rows = await tx.delete(pauses).where(eq(pauses.accountId, accountId)).returning({ since: pauses.since });
  return rows.length === 1;
}
