import { transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { lookUpPasskey } from "@/db/queries/passkeys";
import { forgiveAttempt } from "@/db/queries/throttles";
import type { Client } from "@/lib/accounts/client";
import type { LoggedIn } from "@/lib/accounts/log-in";
import { startSession } from "@/lib/accounts/start-session";
import { countAgainst, networkBucket } from "@/lib/accounts/throttle";
import { AppError } from "@/lib/base/errors";
import { type PasskeyAnswer, takePasskeyAnswer } from "@/lib/factors/take-passkey-answer";

/**
 * Logs in with a passkey alone: it has verified its user, so that it stands for both factors (NIST SP 800-63B, multi-factor
 * cryptographic authenticator). The answer is the same for an unknown passkey, a wrong answer and an account that is not active.
 * Only the network's attempts are counted: a passkey cannot be guessed, and a stranger's failures must not delay its owner.
 * @throws AppError wrong_credentials with reason "passkey"; too_many with `retryAfterSeconds`.
 */
export async function logInWithPasskey(
  { answer, challenge, remember }: PasskeyAnswer & { remember: boolean },
  client: Client,
): Promise<LoggedIn> {
  const network = networkBucket("login", client);
  const { found, counted } = await transaction({ kind: "visitor" }, async (tx) => ({
    counted: await countAgainst(tx, [network]),
    found: await lookUpPasskey(tx, answer.id),
  }));
  const loggedIn = found
    ? await transaction({ kind: "claimed", accountId: found.accountId }, async (tx): Promise<LoggedIn | null> => {
        const { accountId } = found;
        const account = await findAccount(tx, accountId);
        if (account?.state !== "active" || !(await takePasskeyAnswer(tx, accountId, { answer, challenge }, { open: true }))) return null;
        await forgiveAttempt(tx, network.key, counted.get(network.key) ?? 0);
        const remembered = remember && account.role === null;
        const sessionId = await startSession(tx, accountId, client, { assurance: "factor", remembered, reason: "passkey" });
        return { accountId, sessionId, remembered, needsFactor: false };
      })
    : null;
  if (!loggedIn) throw new AppError("wrong_credentials", { reason: "passkey" });
  return loggedIn;
}
