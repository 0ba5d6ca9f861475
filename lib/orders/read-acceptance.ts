import { type Tx, transaction } from "@/db/client";
import { listLinked } from "@/db/queries/connections";
import type { Gap } from "@/lib/orders/acceptance-gaps";
import { findGaps } from "@/lib/orders/may-accept";

/** Whether the service does for a member what they chose, be it to accept or to ask, and what is still in its way. */
export interface Acceptance {
  /** By connection: what stops it; empty when nothing does. */
  gapsOf: Map<string, Gap[]>;
  /** What stops the connection that has the least in its way, so empty when there is one that does what was chosen. */
  missing: Gap[];
}

/** That a member has chosen to be asked is nothing to mend. */
const toMend = (gaps: Gap[]) => gaps.filter((gap) => gap !== "not_automatic");

export async function acceptanceOf(tx: Tx, accountId: string): Promise<Acceptance> {
  const gapsOf = new Map<string, Gap[]>();
  for (const connection of await listLinked(tx, accountId)) gapsOf.set(connection.id, toMend(await findGaps(tx, accountId, connection)));
  const [least] = [...gapsOf.values()].toSorted((one, other) => one.length - other.length);
  return { gapsOf, missing: least ?? (await findGaps(tx, accountId, null)) };
}

/** Whether the service accepts for the member, as their pages say it. */
export async function readAcceptance(accountId: string): Promise<Acceptance> {
  return await transaction({ kind: "member", accountId }, (tx) => acceptanceOf(tx, accountId));
}
