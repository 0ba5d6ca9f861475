import type { Tx } from "@/db/client";
import { lockAccess } from "@/db/queries/accounts";
import { countFactors, deleteFactor } from "@/db/queries/factors";
import { deleteRecoveryCodes } from "@/db/queries/recovery-codes";
import { recordAccess } from "@/lib/audit/record-access";
import { AppError } from "@/lib/base/errors";
import { queueMail } from "@/lib/notices/queue-mail";

/**
 * Takes a factor off an account and mails its owner, in a transaction that acts for the account. With the last one the recovery codes
 * go as well, and the password alone logs in from then on. Returns how many are left.
 * @param mayBeLast false for staff, whose roles need a factor.
 * @throws AppError not_found; conflict with reason "last_factor".
 */
export async function removeFactor(tx: Tx, accountId: string, id: string, mayBeLast: boolean): Promise<number> {
  await lockAccess(tx, accountId);
  const removed = await deleteFactor(tx, accountId, id);
  if (!removed) throw new AppError("not_found");
  const left = await countFactors(tx, accountId);
  if (left === 0 && !mayBeLast) throw new AppError("conflict", { reason: "last_factor" });
  if (left === 0) await deleteRecoveryCodes(tx, accountId);
  await queueMail(tx, { template: "factor-removed", accountId, facts: { kind: removed.kind, left } });
  await recordAccess(tx, { act: "factor.remove", object: `factor:${id}`, subject: accountId, reason: removed.kind, facts: { left } });
  return left;
}
