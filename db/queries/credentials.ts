import { and, eq, lt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { credentials } from "@/db/schema";

export type StoredCredential = typeof credentials.$inferSelect;

/** Stores a connection's credential over an older one. False when one of this or a later version is there already. */
export async function putCredential(tx: Tx, row: StoredCredential): Promise<boolean> {
  const { connectionId, accountId, ...changes } = row;
  const stored = await tx
    .insert(credentials)
    .values(row)
    .onConflictDoUpdate({ target: credentials.connectionId, set: changes, setWhere: lt(credentials.version, row.version) })
    .returning({ version: credentials.version });
  return stored.length === 1;
}

export async function findCredential(tx: Tx, connectionId: string): Promise<StoredCredential | null> {
  const [row] = await tx.select().from(credentials).where(eq(credentials.connectionId, connectionId));
  return row ?? null;
}

/** Puts the same version, sealed anew, in place of exactly this row. False when it has been replaced or removed meanwhile. */
export async function replaceSeal(
  tx: Tx,
  { connectionId, signature }: StoredCredential,
  sealed: Pick<StoredCredential, "jwe" | "signer" | "signature">,
): Promise<boolean> {
  const rows = await tx
    .update(credentials)
    .set(sealed)
    .where(and(eq(credentials.connectionId, connectionId), eq(credentials.signature, signature)))
    .returning({ connectionId: credentials.connectionId });
  return rows.length === 1;
}

export async function deleteCredential(tx: Tx, connectionId: string): Promise<void> {
  await tx.delete(credentials).where(eq(credentials.connectionId, connectionId));
}
