import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, lte, ne, sql } from "drizzle-orm";
import type { KeysDb } from "@/db/client";
import { connectionKeys, credentialFloors, rootKeys } from "@/db/keys-schema/connection-keys";

export type ConnectionKeyRow = typeof connectionKeys.$inferSelect;
type NewKey = Pick<ConnectionKeyRow, "keyId" | "connectionId" | "wrapped" | "rootKeyId" | "createdAt">;

/**
 * Keeps a connection's new wrapped key as the generation after the published one. Later ones than that go: a process that died made
 * them, and nothing was sealed for them. False, and nothing kept, when its root key is not registered or has been retired.
 * @param publishedKeyId the key that the connection has now; null when it has none, and then every earlier key goes
 */
export async function keepConnectionKey(on: KeysDb, row: NewKey, publishedKeyId: string | null): Promise<boolean> {
  return await on.transaction(async (tx) => {
    const usable = and(eq(rootKeys.keyId, row.rootKeyId), isNull(rootKeys.retiredAt));
    const [root] = await tx.select({ keyId: rootKeys.keyId }).from(rootKeys).where(usable).for("share");
    if (!root) return false;
    const ofConnection = eq(connectionKeys.connectionId, row.connectionId);
    const [published] = await tx
      .select({ generation: connectionKeys.generation })
      .from(connectionKeys)
      .where(and(ofConnection, eq(connectionKeys.keyId, publishedKeyId ?? "")));
    const before = published?.generation ?? 0;
    await tx.delete(connectionKeys).where(and(ofConnection, gt(connectionKeys.generation, before)));
    await tx.insert(connectionKeys).values({ ...row, generation: before + 1 });
    return true;
  });
}

export async function findConnectionKey(on: KeysDb, keyId: string, connectionId: string): Promise<ConnectionKeyRow | null> {
  const [row] = await on
    .select()
    .from(connectionKeys)
    .where(and(eq(connectionKeys.keyId, keyId), eq(connectionKeys.connectionId, connectionId)));
  return row ?? null;
}

/** Destroys every key of a connection: what was sealed for them is unreadable from then on, in any copy of the main database. */
export async function deleteConnectionKeys(on: KeysDb, connectionId: string): Promise<void> {
  await on.transaction(async (tx) => {
    await tx.delete(connectionKeys).where(eq(connectionKeys.connectionId, connectionId));
    await tx.delete(credentialFloors).where(eq(credentialFloors.connectionId, connectionId));
  });
}

/** Keys that any root key but this one wraps, in the order of their ids from `after` on, locked; others' locked ones are left out. */
export async function takeWrappedByOthers(on: KeysDb, rootKeyId: string, after: string, limit: number): Promise<ConnectionKeyRow[]> {
  return await on
    .select()
    .from(connectionKeys)
    .where(and(ne(connectionKeys.rootKeyId, rootKeyId), gt(connectionKeys.keyId, after)))
    .orderBy(asc(connectionKeys.keyId))
    .limit(limit)
    .for("update", { skipLocked: true });
}

/** How many keys any root key but this one wraps. */
export async function countWrappedByOthers(on: KeysDb, rootKeyId: string): Promise<number> {
  return await on.$count(connectionKeys, ne(connectionKeys.rootKeyId, rootKeyId));
}

/** Puts keys' new wrappings in place of the old, in one statement. */
export async function replaceWrappings(on: KeysDb, rootKeyId: string, keys: { keyId: string; wrapped: Buffer }[]): Promise<void> {
  const ids = sql.param(keys.map(({ keyId }) => keyId));
  const wrappings = sql.param(keys.map(({ wrapped }) => wrapped.toString("hex")));
  await on.execute(sql`update connection_keys k set root_key_id = ${rootKeyId}, wrapped = decode(n.wrapped, 'hex')
    from unnest(${ids}::text[], ${wrappings}::text[]) as n(key_id, wrapped) where k.key_id = n.key_id`);
}

/** How many connections still have a key from before `madeBefore` that is sealed for. */
export async function countOlder(on: KeysDb, madeBefore: Date): Promise<number> {
  return await on.$count(connectionKeys, and(isNull(connectionKeys.supersededAt), lt(connectionKeys.createdAt, madeBefore)));
}

/** Connections whose key is from before `madeBefore` and still sealed for, in the order of their ids from `after` on. */
export async function connectionsWithOlder(on: KeysDb, madeBefore: Date, after: string | null, limit: number): Promise<string[]> {
  const older = and(isNull(connectionKeys.supersededAt), lt(connectionKeys.createdAt, madeBefore));
  const rows = await on
    .selectDistinct({ connectionId: connectionKeys.connectionId })
    .from(connectionKeys)
    .where(after === null ? older : and(older, gt(connectionKeys.connectionId, after)))
    .orderBy(asc(connectionKeys.connectionId))
    .limit(limit);
  return rows.map((row) => row.connectionId);
}

/** Notes that nothing new is sealed for the keys of a connection that are older than the given one. */
export async function supersedeKeysBefore(on: KeysDb, connectionId: string, keyId: string, at: Date): Promise<void> {
  const newer = sql`(select n.generation from ${connectionKeys} n where n.key_id = ${keyId} and n.connection_id = ${connectionId})`;
  await on
    .update(connectionKeys)
    .set({ supersededAt: at })
    .where(and(eq(connectionKeys.connectionId, connectionId), isNull(connectionKeys.supersededAt), lt(connectionKeys.generation, newer)));
}

/** Superseded keys whose time has come: nothing has been sealed for them since `before`. */
export async function supersededKeys(on: KeysDb, before: Date, limit: number): Promise<{ keyId: string; connectionId: string }[]> {
  return await on
    .select({ keyId: connectionKeys.keyId, connectionId: connectionKeys.connectionId })
    .from(connectionKeys)
    .where(and(isNotNull(connectionKeys.supersededAt), lte(connectionKeys.supersededAt, before)))
    .limit(limit);
}

export async function deleteKeys(on: KeysDb, keyIds: string[]): Promise<void> {
  await on.delete(connectionKeys).where(inArray(connectionKeys.keyId, keyIds));
}

/** How many keys there are that are sealed for, how many older ones wait to be retired, and when the oldest of the former was made. */
export async function countKeys(on: KeysDb): Promise<{ current: number; superseded: number; oldestAt: Date | null }> {
  const isCurrent = isNull(connectionKeys.supersededAt);
  const [oldest] = await on
    .select({ at: connectionKeys.createdAt })
    .from(connectionKeys)
    .where(isCurrent)
    .orderBy(asc(connectionKeys.createdAt))
    .limit(1);
  return {
    current: await on.$count(connectionKeys, isCurrent),
    superseded: await on.$count(connectionKeys, isNotNull(connectionKeys.supersededAt)),
    oldestAt: oldest?.at ?? null,
  };
}

/** The lowest credential version that may still be opened; 0 before one has been verified. */
export async function floorOf(on: KeysDb, connectionId: string): Promise<number> {
  const [row] = await on
    .select({ lowest: credentialFloors.lowestVersion })
    .from(credentialFloors)
    .where(eq(credentialFloors.connectionId, connectionId));
  return row?.lowest ?? 0;
}

/** Raises the floor; it never falls. */
export async function raiseFloor(on: KeysDb, connectionId: string, lowestVersion: number): Promise<void> {
  const set = { lowestVersion: sql`greatest(${credentialFloors.lowestVersion}, excluded.lowest_version)` };
  await on
    .insert(credentialFloors)
    .values({ connectionId, lowestVersion })
    .onConflictDoUpdate({ target: credentialFloors.connectionId, set });
}

/** Since when the longest superseded key has been so; null when none is. */
export async function oldestSuperseded(on: KeysDb): Promise<Date | null> {
  const [row] = await on
    .select({ at: connectionKeys.supersededAt })
    .from(connectionKeys)
    .where(isNotNull(connectionKeys.supersededAt))
    .orderBy(asc(connectionKeys.supersededAt))
    .limit(1);
  return row?.at ?? null;
}
