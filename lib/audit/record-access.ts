import { randomBytes } from "node:crypto";
import type { Tx } from "@/db/client";
import { actorAndKey, keepAccessKey } from "@/db/queries/access-keys";
import { insertAccessLines } from "@/db/queries/access-lines";
import { accessKeyBytes, sealPersonal } from "@/lib/audit/seal-personal";
import { actingNetwork } from "@/lib/base/acting-network";
import { now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";

export type Access = {
  /** What was done, as noun and verb: "credential.open". */
  act: string;
  /** To what: kind and id, "connection:018f…". */
  object: string;
  /** Whose data it was, an account's id; null when nobody's. */
  subject: string | null;
  /** Why, as a code: "invite", "poll". */
  reason: string;
  /** Numbers and codes that belong to it; never what a person typed, and no personal data. */
  facts?: Record<string, string | number | boolean>;
};

/**
 * Adds lines to the access log, in the caller's transaction: they exist exactly when the act does. Who did it is whoever the transaction
 * acts for, from where is the network of the current request, sealed under the key of the account that acts. The sequencer chains the
 * lines within a second or so (clause 3d).
 */
export async function recordAccesses(tx: Tx, accesses: Access[]): Promise<void> {
  if (accesses.length === 0) return;
  const { actor, accountId, key: kept } = await actorAndKey(tx);
  const network = actingNetwork();
  const key = network && accountId ? (kept ?? (await keepAccessKey(tx, accountId, randomBytes(accessKeyBytes)))) : null;
  const at = now();
  const lines = accesses.map((access) => {
    const id = newId();
    const personal = network && key ? sealPersonal(key, id, { network }) : null;
    return { id, at, actor, ...access, facts: access.facts ?? {}, personal };
  });
  await insertAccessLines(tx, lines);
}

/** The same for one line. */
export async function recordAccess(tx: Tx, access: Access): Promise<void> {
  await recordAccesses(tx, [access]);
}
