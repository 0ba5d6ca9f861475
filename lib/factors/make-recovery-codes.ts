import type { Tx } from "@/db/client";
import { lockAccess } from "@/db/queries/accounts";
import { deleteRecoveryCodes, insertRecoveryCodes } from "@/db/queries/recovery-codes";
import { recordAccess } from "@/lib/audit/record-access";
import { hashRecoveryCode, newRecoveryCode } from "@/lib/factors/recovery-code";

export const recoveryCodeCount = 10;

/**
 * Makes ten recovery codes in the place of any earlier ones, in a transaction that acts for the account. Returns them: this is the only
 * time that they can be shown.
 */
export async function makeRecoveryCodes(tx: Tx, accountId: string, reason: "first_factor" | "asked"): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newRecoveryCode);
  await lockAccess(tx, accountId);
  await deleteRecoveryCodes(tx, accountId);
  const hashes = codes.map((code) => hashRecoveryCode(accountId, code));
  await insertRecoveryCodes(tx, accountId, hashes);
  await recordAccess(tx, { act: "recovery-codes.make", object: `account:${accountId}`, subject: accountId, reason });
  return codes;
}
