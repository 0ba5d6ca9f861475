import type { Tx } from "@/db/client";
import { switchAllOff } from "@/db/queries/connections";
import { recordAccess } from "@/lib/audit/record-access";

/**
 * Switches automatic acceptance off on every connection of an account, in the transaction of what makes it necessary. It holds before the
 * next call to a platform; the member switches it on again. One line in the access log for each that was on. Returns how many those were.
 */
export async function pauseAll(tx: Tx, accountId: string, reason: string): Promise<number> {
  const paused = await switchAllOff(tx, accountId);
  for (const id of paused) {
    await recordAccess(tx, { act: "connection.mode", object: `connection:${id}`, subject: accountId, reason, facts: { mode: "off" } });
  }
  return paused.length;
}
