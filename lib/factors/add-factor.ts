import type { Tx } from "@/db/client";
import { type FactorRow, insertFactor } from "@/db/queries/factors";
import { recordAccess } from "@/lib/audit/record-access";
import { newId } from "@/lib/base/ids";

export type NewFactor = Pick<FactorRow, "accountId" | "kind" | "name">;

/**
 * Adds a factor to an account and a line to the access log, in the transaction that has just seen it work and keeps its secret or key.
 * The only place that makes one. Returns its id.
 */
export async function addFactor(tx: Tx, { accountId, kind, name }: NewFactor): Promise<string> {
  const id = newId();
  await insertFactor(tx, { id, accountId, kind, name });
  await recordAccess(tx, { act: "factor.add", object: `factor:${id}`, subject: accountId, reason: kind });
  return id;
}
