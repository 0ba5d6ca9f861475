import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accessLines } from "@/db/schema";

/** The reason of the newest line about an account with this act; null when there is none that the transaction may read. */
export async function latestReason(tx: Tx, subject: string, act: string): Promise<string | null> {
  const [line] = await tx
    .select({ reason: accessLines.reason })
    .from(accessLines)
    .where(and(eq(accessLines.subject, subject), eq(accessLines.act, act)))
    .orderBy(desc(accessLines.at), desc(accessLines.id))
    .limit(1);
  return line?.reason ?? null;
}
