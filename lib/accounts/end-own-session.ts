import { type Tx, transaction } from "@/db/client";
import { closeSessionOf, type SessionEnd, type SessionRow } from "@/db/queries/sessions";
import { endSessions } from "@/lib/accounts/end-sessions";
import type { Session } from "@/lib/accounts/read-session";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

/**
 * Ends one session of an account, in the caller's transaction. Returns its row.
 * @throws AppError not_found when the account has no such session that still stands: another's is as one that never was.
 */
export async function endOne(tx: Tx, accountId: string, sessionId: string, because: SessionEnd): Promise<SessionRow> {
  const ended = await closeSessionOf(tx, accountId, sessionId, now(), because);
  if (!ended) throw new AppError("not_found");
  await recordAccess(tx, { act: "session.end", object: `account:${accountId}`, subject: accountId, reason: because });
  return ended;
}

/** Ends one of the member's sessions, as the member asks. @throws AppError not_found */
export async function endOwnSession(accountId: string, sessionId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, (tx) => endOne(tx, accountId, sessionId, "ended_by_member"));
}

/** Ends every session of the member but the one that asks. Returns how many ended. */
export async function endOtherSessions({ id, accountId }: Pick<Session, "id" | "accountId">): Promise<number> {
  return await transaction({ kind: "member", accountId }, (tx) => endSessions(tx, accountId, "ended_by_member", id));
}
