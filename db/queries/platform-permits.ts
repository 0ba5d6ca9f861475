import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { platformPermits } from "@/db/schema";

/** Whether automation is permitted on a platform at this moment. */
export async function isPlatformPermitted(tx: Tx, platform: string): Promise<boolean> {
  const rows = await tx
    .select({ platform: platformPermits.platform })
    .from(platformPermits)
    .where(and(eq(platformPermits.platform, platform), isNull(platformPermits.revokedAt)));
  return rows.length > 0;
}

export async function putPermit(tx: Tx, platform: string, permittedBy: string, at: Date): Promise<void> {
  const set = { permittedAt: at, permittedBy, revokedAt: null };
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
