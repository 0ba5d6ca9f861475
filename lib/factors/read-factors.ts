import { transaction } from "@/db/client";
import { type FactorRow, findFactor, listFactors } from "@/db/queries/factors";
import { countUnusedRecoveryCodes } from "@/db/queries/recovery-codes";

export type Factor = Pick<FactorRow, "id" | "kind" | "name" | "createdAt" | "lastUsedAt">;

/** A member's factors, oldest first, and how many recovery codes are unused. */
export async function readFactors(accountId: string): Promise<{ factors: Factor[]; codesLeft: number }> {
  return await transaction({ kind: "member", accountId }, async (tx) => ({
    factors: await listFactors(tx, accountId),
    codesLeft: await countUnusedRecoveryCodes(tx, accountId),
  }));
}

/** One of a member's own factors, and whether it is the only one. Null when there is no such factor, or it is another member's. */
export async function readFactor(accountId: string, id: string): Promise<{ factor: Factor; isOnly: boolean } | null> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const factor = await findFactor(tx, accountId, id);
    return factor && { factor, isOnly: (await listFactors(tx, accountId)).length === 1 };
  });
}
