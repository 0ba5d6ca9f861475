import { type Tx, transaction } from "@/db/client";
import { listLinked } from "@/db/queries/connections";
import type { Gap } from "@/lib/orders/acceptance-gaps";
import { findGaps } from "@/lib/orders/may-accept";

/** Whether the service accepts for a member, and what is still in its way. */
export interface Acceptance {
  /** By connection: what stops acceptance over it; empty when nothing does. */
  gapsOf: Map<string, Gap[]>;
  /** What stops acceptance over the connection that has the least in its way, so empty when there is one that accepts. */
  missing: Gap[];
}

export async function acceptanceOf(tx: Tx, accountId: string): Promise<Acceptance> {
  const gapsOf = new Map<string, Gap[]>();
  for (const connection of await listLinked(tx, accountId)) gapsOf.set(connection.id, await findGaps(tx, accountId, connection));
  const [least] = [...gapsOf.values()].toSorted((one, other) => one.length - other.length);
  return { gapsOf, missing: least ?? (await findGaps(tx, accountId, null)) };
}

/** Whether the service accepts for the member, as their pages say it. */
export async function readAcceptance(accountId: string): Promise<Acceptance> {
  return await transaction({ kind: "member", accountId }, (tx) => acceptanceOf(tx, accountId));
}
