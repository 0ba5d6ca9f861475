import { transaction } from "@/db/client";
import { findRules, type RulesRow } from "@/db/queries/rules";

export type Rules = RulesRow;

/** A member's rules; null before they are saved for the first time. */
export async function readRules(accountId: string): Promise<Rules | null> {
  return await transaction({ kind: "member", accountId }, (tx) => findRules(tx, accountId));
}
