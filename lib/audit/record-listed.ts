import type { Tx } from "@/db/client";
import { recordAccesses } from "@/lib/audit/record-access";

/** Lists and exports of the operator's in which accounts stand with what is theirs: an address at least. */
export type StaffList =
  | "access-log"
  | "affected"
  | "members"
  | "members-export"
  | "staff"
  | "reports"
  | "resets"
  | "invites"
  | "differences"
  | "blocks"
  | "anomalies";

/**
 * Adds a line for each account that a list or an export has shown to staff, so that a member reads of it and an incident's reach can be
 * counted exactly. In the transaction that reads the list.
 * @param reason why staff looked, as a code; for a list of work that waits, that it waits: "work_queue".
 */
export async function recordListed(tx: Tx, list: StaffList, accountIds: Iterable<string | null>, reason = "work_queue"): Promise<void> {
  const subjects = new Set([...accountIds].filter((id) => id !== null));
  await recordAccesses(
    tx,
    [...subjects].map((subject) => ({ act: "account.list", object: `list:${list}`, subject, reason })),
  );
}
