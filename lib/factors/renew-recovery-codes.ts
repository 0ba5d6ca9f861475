import { transaction } from "@/db/client";
import { AppError } from "@/lib/base/errors";
import { hasFactor } from "@/lib/factors/has-factor";
import { makeRecoveryCodes } from "@/lib/factors/make-recovery-codes";
import { queueMail } from "@/lib/notices/queue-mail";

/**
 * Makes new recovery codes for a member who asks for them, and mails them that the earlier ones are gone. Returns the codes.
 * @throws AppError conflict with reason "no_factor" for an account without a factor, which they could stand in for.
 */
export async function renewRecoveryCodes(accountId: string): Promise<string[]> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await hasFactor(tx, accountId))) throw new AppError("conflict", { reason: "no_factor" });
    await queueMail(tx, { template: "recovery-codes-made", accountId });
    return await makeRecoveryCodes(tx, accountId, "asked");
  });
}
