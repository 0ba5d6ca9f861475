import { transaction } from "@/db/client";
import { setFactorName } from "@/db/queries/factors";
import { recordAccess } from "@/lib/audit/record-access";
import { AppError } from "@/lib/base/errors";

/** Gives a member's own factor another name. @throws AppError not_found. */
export async function renameFactor(accountId: string, id: string, name: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await setFactorName(tx, accountId, id, name))) throw new AppError("not_found");
    await recordAccess(tx, { act: "factor.rename", object: `factor:${id}`, subject: accountId, reason: "own" });
  });
}
