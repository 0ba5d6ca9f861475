import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { listLinked } from "@/db/queries/connections";
import { countSubscriptions } from "@/db/queries/subscriptions";

/** Whether an account has a staff role and nothing of a member's: no platform is connected, and there never was a plan. */
export async function isOnlyStaff(accountId: string): Promise<boolean> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const role = (await findAccount(tx, accountId))?.role ?? null;
    if (role === null) return false;
    return (await listLinked(tx, accountId)).length === 0 && (await countSubscriptions(tx, accountId)) === 0;
  });
}
