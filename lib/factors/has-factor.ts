import type { Tx } from "@/db/client";
import { countFactors } from "@/db/queries/factors";

/** Whether an account has a second factor, which its logins then need. In a transaction that acts for the account. */
export async function hasFactor(tx: Tx, accountId: string): Promise<boolean> {
  return (await countFactors(tx, accountId)) > 0;
}
