import { transaction } from "@/db/client";
import { listRefunds, type RefundRow } from "@/db/queries/refunds";

export type Refund = RefundRow;

/** What was given back to a member of a paid month, or is on its way, newest first. What was asked for and not made is no matter of theirs. */
export async function readRefunds(accountId: string): Promise<Refund[]> {
  const all = await transaction({ kind: "member", accountId }, (tx) => listRefunds(tx, accountId));
  return all.filter(({ state }) => state !== "refused");
}
