import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { endSessions } from "@/lib/accounts/end-sessions";
import type { Session } from "@/lib/accounts/read-session";
import { removeFactor } from "@/lib/factors/remove-factor";

/**
 * Takes a factor off the session's account and ends every other session of it (ASVS 7.4.3). Returns how many factors are left.
 * @throws AppError not_found, also for another account's factor; conflict with reason "last_factor" for staff.
 */
export async function dropFactor({ id: sessionId, accountId }: Session, factorId: string): Promise<number> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const account = await findAccount(tx, accountId);
    const left = await removeFactor(tx, accountId, factorId, account?.role === null);
    await endSessions(tx, accountId, "factors_changed", sessionId);
    return left;
  });
}
