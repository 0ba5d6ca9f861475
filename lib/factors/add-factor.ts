import type { Tx } from "@/db/client";
import { lockAccess } from "@/db/queries/accounts";
import { countFactors, type FactorRow, insertFactor } from "@/db/queries/factors";
import { recordAccess } from "@/lib/audit/record-access";
import { AppError } from "@/lib/base/errors";
import { newId } from "@/lib/base/ids";
import { queueMail } from "@/lib/notices/queue-mail";

export type NewFactor = Pick<FactorRow, "accountId" | "kind" | "name"> & { id?: string };

/** More than anybody needs, few enough that each can be tried when a code comes. */
const mostFactors = 10;

/**
 * Adds a factor to an account, mails its owner and leaves a line in the access log, in the transaction that has just seen it work and
 * keeps its secret or key. The only place that makes one. Returns its id.
 * @throws AppError conflict with reason "factors_full" when the account has ten.
 */
export async function addFactor(tx: Tx, { accountId, kind, name, id = newId() }: NewFactor): Promise<string> {
  await lockAccess(tx, accountId);
  if ((await countFactors(tx, accountId)) >= mostFactors) throw new AppError("conflict", { reason: "factors_full" });
  await insertFactor(tx, { id, accountId, kind, name });
  await queueMail(tx, { template: "factor-added", accountId, facts: { kind } });
  await recordAccess(tx, { act: "factor.add", object: `factor:${id}`, subject: accountId, reason: kind });
  return id;
}
