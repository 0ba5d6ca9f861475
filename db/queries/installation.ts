import type { KeysDb, Tx } from "@/db/client";
import type { Installation } from "@/db/installation";
import { installation as inKeys } from "@/db/keys-schema/installation";
import { installation } from "@/db/schema";

/** Whose the main database is, by its mark as it stands now; null without one. */
export async function markOf(tx: Tx): Promise<Installation | null> {
  const [row] = await tx.select({ environment: installation.environment, id: installation.id }).from(installation);
  return row ?? null;
}

/** The same of the keys database. */
export async function keysMarkOf(keys: KeysDb): Promise<Installation | null> {
  const [row] = await keys.select({ environment: inKeys.environment, id: inKeys.id }).from(inKeys);
  return row ?? null;
}
