import type { Tx } from "@/db/client";
import { deleteAllFactors, takeReset } from "@/db/queries/factor-resets";
import { closeSessions } from "@/db/queries/sessions";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { queueMail } from "@/lib/notices/queue-mail";

/**
 * Applies the reset of an account's factors, if one counts by now: its factors and recovery codes are gone, its other sessions end, and
 * it is told by mail. In the transaction of a login whose password was right, before it is asked whether there is a factor.
 */
export async function applyReset(tx: Tx, accountId: string): Promise<void> {
  const at = now();
  if (!(await takeReset(tx, accountId, at))) return;
  const factors = await deleteAllFactors(tx, accountId);
  await closeSessions(tx, accountId, at, "factors_changed");
  await queueMail(tx, { template: "factors-reset", accountId });
  const facts = { factors };
  await recordAccess(tx, { act: "factor-reset.apply", object: `account:${accountId}`, subject: accountId, reason: "login", facts });
}
