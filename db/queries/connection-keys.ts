import { and, eq, ne, sql } from "drizzle-orm";
import type { KeysDb } from "@/db/client";
import { connectionKeys, credentialFloors } from "@/db/keys-schema/connection-keys";

export type ConnectionKeyRow = typeof connectionKeys.$inferSelect;

/** Keeps a connection's new wrapped key; earlier ones of the connection, which nothing was sealed for, go. */
export async function keepConnectionKey(on: KeysDb, row: ConnectionKeyRow): Promise<void> {
  await on.transaction(async (tx) => {
    await tx.delete(connectionKeys).where(and(eq(connectionKeys.connectionId, row.connectionId), ne(connectionKeys.keyId, row.keyId)));
    await tx.insert(connectionKeys).values(row);
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
