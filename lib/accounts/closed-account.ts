import type { Tx } from "@/db/client";
import { latestReason } from "@/db/queries/latest-reason";
import { AppError } from "@/lib/base/errors";

const acts = { suspended: "member.suspend", terminated: "member.terminate" } as const;

/**
 * The refusal of a login to an account that is closed, for who has just shown that it is theirs: `state`, and `why` as the code that was
 * given when it was closed, empty where none is on record. In a transaction that acts for the account.
 */
export async function closedAccount(tx: Tx, accountId: string, state: "suspended" | "terminated" | "erased"): Promise<AppError> {
  const why = state === "erased" ? null : await latestReason(tx, accountId, acts[state]);
  return new AppError("forbidden", { state, why: why ?? "" });
}
