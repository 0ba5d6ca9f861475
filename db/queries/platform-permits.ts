import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { platformPermits } from "@/db/schema";

/** How a platform stands that automation is permitted on; null where it is not. */
export async function findPermit(tx: Tx, platform: string): Promise<{ pausedUntil: Date | null; shapeChangedAt: Date | null } | null> {
  const [row] = await tx
    .select({ pausedUntil: platformPermits.pausedUntil, shapeChangedAt: platformPermits.shapeChangedAt })
    .from(platformPermits)
    .where(and(eq(platformPermits.platform, platform), isNull(platformPermits.revokedAt)));
  return row ?? null;
}

/** The platform has asked for a rest, which every worker keeps; a longer one that stands already stays. */
export async function pausePlatform(tx: Tx, platform: string, until: Date): Promise<void> {
  await tx
    .update(platformPermits)
    .set({ pausedUntil: sql`greatest(${platformPermits.pausedUntil}, ${until.toISOString()}::timestamptz)` })
    .where(eq(platformPermits.platform, platform));
}

/** The platform answers in a shape that is not known. False when that was written down before. */
export async function markShapeChanged(tx: Tx, platform: string, at: Date): Promise<boolean> {
  const rows = await tx
    .update(platformPermits)
    .set({ shapeChangedAt: at })
    .where(and(eq(platformPermits.platform, platform), isNull(platformPermits.shapeChangedAt)))
    .returning({ platform: platformPermits.platform });
  return rows.length === 1;
}

export async function putPermit(tx: Tx, platform: string, permittedBy: string, at: Date): Promise<void> {
  const set = { permittedAt: at, permittedBy, revokedAt: null, shapeChangedAt: null };
  await tx
    .insert(platformPermits)
    .values({ platform, ...set })
    .onConflictDoUpdate({ target: platformPermits.platform, set });
}

/** False when it was not permitted anyway. */
export async function revokePermit(tx: Tx, platform: string, at: Date): Promise<boolean> {
  const rows = await tx
    .update(platformPermits)
    .set({ revokedAt: at })
    .where(and(eq(platformPermits.platform, platform), isNull(platformPermits.revokedAt)))
    .returning({ platform: platformPermits.platform });
  return rows.length > 0;
}

/** Every platform's permit, those that were revoked too. */
export async function listPermits(tx: Tx): Promise<(typeof platformPermits.$inferSelect)[]> {
  return await tx.select().from(platformPermits);
}
