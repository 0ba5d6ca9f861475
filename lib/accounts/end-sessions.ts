import type { Tx } from "@/db/client";
import { lockAccess } from "@/db/queries/accounts";
import { closeSessions, type SessionEnd } from "@/db/queries/sessions";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";

/**
 * Ends every session of an account for good, or every one but `keep`, in the transaction of what makes it necessary: the password, the
 * factors, the address, the role or the state changes exactly when the sessions end (ASVS 7.4). Requests that are under way in one of
 * them write nothing more, and a login or a rise that is under way waits, and is ended or refused. One line in the access log, even when there was none to end. Returns how many ended.
 */
export async function endSessions(tx: Tx, accountId: string, because: SessionEnd, keep: string | null = null): Promise<number> {
  await lockAccess(tx, accountId);
  const ended = await closeSessions(tx, accountId, now(), because, keep);
  const facts = { ended, kept: keep === null ? 0 : 1 };
  await recordAccess(tx, { act: "session.end-all", object: `account:${accountId}`, subject: accountId, reason: because, facts });
  return ended;
}
