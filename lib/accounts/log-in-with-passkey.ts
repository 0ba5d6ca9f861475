import { transaction } from "@/db/client";
import { findAccount, lockAccess } from "@/db/queries/accounts";
import { lookUpPasskey } from "@/db/queries/passkeys";
import type { Client } from "@/lib/accounts/client";
import { closedAccount } from "@/lib/accounts/closed-account";
import type { LoggedIn } from "@/lib/accounts/log-in";
import { startSession } from "@/lib/accounts/start-session";
import { countOwnAttempt, forgive } from "@/lib/accounts/throttle";
import { AppError } from "@/lib/base/errors";
import { newId } from "@/lib/base/ids";
import { type PasskeyAnswer, takePasskeyAnswer } from "@/lib/factors/take-passkey-answer";

/**
 * Logs in with a passkey alone: it has verified its user, so that it stands for both factors (NIST SP 800-63B, multi-factor
 * cryptographic authenticator). The answer is the same for an unknown passkey, a wrong answer and an account that was erased.
 * Attempts are counted by network, or by recognised device: a passkey cannot be guessed, and a stranger's failures must not delay its owner.
 * @throws AppError wrong_credentials with reason "passkey"; too_many with `retryAfterSeconds`; forbidden with `state` and `why`, after
 *   the right answer for an account that is suspended or terminated.
 */
export async function logInWithPasskey(
  { answer, challenge, remember }: PasskeyAnswer & { remember: boolean },
  client: Client,
): Promise<LoggedIn> {
  const found = await transaction({ kind: "visitor" }, (tx) => lookUpPasskey(tx, answer.id));
  const accountId = found ?? newId();
  const counted = await transaction({ kind: "claimed", accountId }, (tx) => countOwnAttempt(tx, "passkey", accountId, client));
  const loggedIn = found
    ? await transaction({ kind: "claimed", accountId }, async (tx): Promise<LoggedIn | AppError | null> => {
        await lockAccess(tx, accountId);
        const account = await findAccount(tx, accountId);
        if (!account || account.state === "erased") return null;
        if (!(await takePasskeyAnswer(tx, accountId, { answer, challenge }, { open: true }))) return null;
        if (account.state !== "active") return await closedAccount(tx, accountId, account.state);
        await forgive(tx, counted);
        const remembered = remember && account.role === null;
        const sessionId = await startSession(tx, accountId, client, { assurance: "factor", remembered, reason: "passkey" });
        return { accountId, sessionId, remembered, needsFactor: false };
      })
    : null;
  if (!loggedIn) throw new AppError("wrong_credentials", { reason: "passkey" });
  if (loggedIn instanceof AppError) throw loggedIn;
  return loggedIn;
}
