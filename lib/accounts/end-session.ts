import { transaction } from "@/db/client";
import { closeSession, lookUpSession, type SessionEnd } from "@/db/queries/sessions";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";

/** Ends a session for good, on the server: its cookie is worth nothing from then on. Ending one that is over changes nothing. */
export async function endSession(sessionId: string, because: SessionEnd): Promise<void> {
  const found = await transaction({ kind: "visitor" }, (tx) => lookUpSession(tx, sessionId));
  if (!found || found.endedAt) return;
  const { accountId } = found;
  await transaction({ kind: "claimed", accountId }, async (tx) => {
    if (!(await closeSession(tx, sessionId, now(), because))) return;
    await recordAccess(tx, { act: "session.end", object: `account:${accountId}`, subject: accountId, reason: because });
  });
}
