import type { Tx } from "@/db/client";
import { countUnusedRecoveryCodes, spendRecoveryCode } from "@/db/queries/recovery-codes";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { hashRecoveryCode, readRecoveryCode } from "@/lib/factors/recovery-code";
import { queueMail } from "@/lib/notices/queue-mail";

/**
 * Whether a recovery code is the account's and unused: taking it uses it up, and its owner is mailed. In a transaction that acts for
 * the account; should it roll back, the code is unused again.
 */
export async function takeRecoveryCode(tx: Tx, accountId: string, typed: string): Promise<boolean> {
  const code = readRecoveryCode(typed);
  if (!code || !(await spendRecoveryCode(tx, accountId, hashRecoveryCode(accountId, code), now()))) return false;
  const left = await countUnusedRecoveryCodes(tx, accountId);
  await queueMail(tx, { template: "recovery-code-used", accountId, facts: { left } });
  await recordAccess(tx, {
    act: "recovery-code.use",
    object: `account:${accountId}`,
    subject: accountId,
    reason: "recovery",
    facts: { left },
  });
  return true;
}
