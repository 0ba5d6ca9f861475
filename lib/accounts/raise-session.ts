import type { Tx } from "@/db/client";
import { lockAccess } from "@/db/queries/accounts";
import { closeSession } from "@/db/queries/sessions";
import type { Client } from "@/lib/accounts/client";
import type { Session } from "@/lib/accounts/read-session";
import { type Start, startSession } from "@/lib/accounts/start-session";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

/**
 * Replaces a session by one of a new id in which the person has just shown a factor, or the password again (ASVS 7.2.4): the old id is
 * worth nothing from then on, and the longest life still counts from the login. In the transaction that took the proof, so that a code
 * is spent exactly when the session rises. Nothing else may be done in the old session's name afterwards.
 * @throws AppError not_signed_in when the session ended meanwhile.
 */
export async function raiseSession(
  tx: Tx,
  session: Pick<Session, "id" | "accountId" | "remembered" | "createdAt">,
  client: Client,
  { assurance, reason }: Pick<Start, "assurance" | "reason">,
): Promise<string> {
  await lockAccess(tx, session.accountId);
  if (!(await closeSession(tx, session.id, now(), "replaced"))) throw new AppError("not_signed_in");
  const { accountId, remembered, createdAt } = session;
  return await startSession(tx, accountId, client, { assurance, remembered, reason, loggedInAt: createdAt });
}
