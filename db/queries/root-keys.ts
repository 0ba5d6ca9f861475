import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
import type { KeysDb } from "@/db/client";
import { connectionKeys, rootKeys } from "@/db/keys-schema/connection-keys";

export type RootKeyRow = typeof rootKeys.$inferSelect;

/** Every root key that was ever registered, newest first. */
export async function listRootKeys(on: KeysDb): Promise<RootKeyRow[]> {
  return await on.select().from(rootKeys).orderBy(desc(rootKeys.version));
}

export async function findRootKey(on: KeysDb, keyId: string): Promise<RootKeyRow | null> {
  const [row] = await on.select().from(rootKeys).where(eq(rootKeys.keyId, keyId));
  return row ?? null;
}

/** Registers a root key as the newest version. One that is known stays as it is, also when two processes register it at once. */
export async function registerRootKey(on: KeysDb, key: { keyId: string; proof: Buffer; madeAt: Date }): Promise<void> {
  await on.transaction(async (tx) => {
    await tx.execute(sql`lock table ${rootKeys} in share row exclusive mode`);
    const version = sql<number>`(select coalesce(max(version), 0) + 1 from ${rootKeys})`;
    await tx
      .insert(rootKeys)
      .values({ ...key, version })
      .onConflictDoNothing({ target: rootKeys.keyId });
  });
}

/** How many connections' keys each root key wraps. */
export async function countWraps(on: KeysDb): Promise<Map<string, number>> {
  const rows = await on
    .select({ keyId: connectionKeys.rootKeyId, number: sql<number>`count(*)::int` })
    .from(connectionKeys)
    .groupBy(connectionKeys.rootKeyId);
  return new Map(rows.map(({ keyId, number }) => [keyId, number]));
}

/** Notes that every key is wrapped by this root key or a later one, for those before it that had not been noted so. */
export async function supersedeRootsBefore(on: KeysDb, version: number, at: Date): Promise<void> {
  await on
    .update(rootKeys)
    .set({ supersededAt: at })
    .where(and(lt(rootKeys.version, version), isNull(rootKeys.supersededAt)));
}

/**
 * Retires a root key, so that nothing can be wrapped by it from then on. False when it is retired already, or still wraps something:
 * whoever keeps a wrapped key holds its row meanwhile (`keepConnectionKey`), so that none can slip in between.
 */
export async function retireRootKey(on: KeysDb, keyId: string, at: Date): Promise<boolean> {
  return await on.transaction(async (tx) => {
    const [row] = await tx.select().from(rootKeys).where(eq(rootKeys.keyId, keyId)).for("update");
    if (!row || row.retiredAt) return false;
    const [wrapped] = await tx
      .select({ keyId: connectionKeys.keyId })
      .from(connectionKeys)
      .where(eq(connectionKeys.rootKeyId, keyId))
      .limit(1);
    if (wrapped) return false;
    await tx.update(rootKeys).set({ retiredAt: at }).where(eq(rootKeys.keyId, keyId));
    return true;
  });
}
