import { transaction } from "@/db/client";
import type { Client } from "@/lib/accounts/client";
import { raiseSession } from "@/lib/accounts/raise-session";
import type { Session } from "@/lib/accounts/read-session";
import { countOwnAttempt, forgive } from "@/lib/accounts/throttle";
import { verifyingActor } from "@/lib/accounts/verify-factor";
import { AppError } from "@/lib/base/errors";
import { requestOptions } from "@/lib/factors/passkey-options";
import { type PasskeyAnswer, takePasskeyAnswer } from "@/lib/factors/take-passkey-answer";

type Asking = Pick<Session, "id" | "accountId" | "remembered" | "createdAt" | "assurance">;

/** What the browser needs to have one of the session's own passkeys answer. */
export async function askForPasskey(session: Asking) {
  return await transaction(verifyingActor(session), (tx) => requestOptions(tx, session.accountId));
}

/**
 * Takes a passkey as the second factor of a login, or as a fresh proof before a sensitive act. The session is replaced by one that has
 * shown a factor just now; returns the new id.
 * @throws AppError wrong_credentials with reason "passkey"; too_many with `retryAfterSeconds`; not_signed_in when the session ended meanwhile.
 */
export async function confirmWithPasskey(session: Asking, given: PasskeyAnswer, client: Client): Promise<string> {
  const { accountId } = session;
  const counted = await transaction(verifyingActor(session), (tx) => countOwnAttempt(tx, "passkey", accountId, client));
  const raised = await transaction(verifyingActor(session), async (tx) => {
    if (!(await takePasskeyAnswer(tx, accountId, given))) return null;
    await forgive(tx, counted);
    return await raiseSession(tx, session, client, { assurance: "factor", reason: "passkey" });
  });
  if (!raised) throw new AppError("wrong_credentials", { reason: "passkey" });
  return raised;
}
