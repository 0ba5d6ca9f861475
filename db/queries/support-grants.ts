import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { supportGrants } from "@/db/schema";

export type SupportGrantRow = typeof supportGrants.$inferSelect;

export async function insertGrant(tx: Tx, grant: Pick<SupportGrantRow, "accountId" | "expiresAt">): Promise<string> {
  const [row] = await tx.insert(supportGrants).values(grant).returning({ id: supportGrants.id });
  if (!row) throw new Error("the grant was not added");
  return row.id;
}

/** The leave that an account gives support now, the longest first; null when it gives none. */
export async function openGrant(tx: Tx, accountId: string, at: Date): Promise<SupportGrantRow | null> {
  const [row] = await tx
    .select()
    .from(supportGrants)
    .where(and(eq(supportGrants.accountId, accountId), isNull(supportGrants.revokedAt), gt(supportGrants.expiresAt, at)))
    .orderBy(desc(supportGrants.expiresAt))
    .limit(1);
  return row ?? null;
}

/** Takes every leave of an account back. Returns how many were still open. */
export async function revokeGrants(tx: Tx, accountId: string, at: Date): Promise<number> {
  const rows = await tx
    .update(supportGrants)
    .set({ revokedAt: at })
    .where(and(eq(supportGrants.accountId, accountId), isNull(supportGrants.revokedAt), gt(supportGrants.expiresAt, at)))
    .returning({ id: supportGrants.id });
  return rows.length;
}
