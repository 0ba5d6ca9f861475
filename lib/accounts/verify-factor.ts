import { transaction } from "@/db/client";
import type { Client } from "@/lib/accounts/client";
import { raiseSession } from "@/lib/accounts/raise-session";
import type { Session } from "@/lib/accounts/read-session";
import { countOwnAttempt, forgive } from "@/lib/accounts/throttle";
import { AppError } from "@/lib/base/errors";
import { takeRecoveryCode } from "@/lib/factors/take-recovery-code";
import { takeTotp } from "@/lib/factors/take-totp";

export type FactorCode = { kind: "totp" | "recovery"; code: string };

/** Until a factor is shown, a session only claims its account. */
export function verifyingActor({ accountId, assurance }: Pick<Session, "accountId" | "assurance">) {
  return { kind: assurance === "pending" ? "claimed" : "member", accountId } as const;
}

/**
 * Takes a code as the second factor of a login, or as a fresh proof before a sensitive act: the code is spent exactly when the session
 * is replaced by one that has shown a factor. Returns the new session's id. Attempts are counted before they are made; wrong, used and
 * outdated codes get one answer.
 * @throws AppError wrong_credentials with reason "code"; too_many with `retryAfterSeconds`; not_signed_in when the session ended meanwhile.
 */
export async function verifyFactor(session: Session, { kind, code }: FactorCode, client: Client): Promise<string> {
  const { accountId } = session;
  const actor = verifyingActor(session);
  const counted = await transaction(actor, (tx) => countOwnAttempt(tx, "factor", accountId, client));
  const raised = await transaction(actor, async (tx) => {
    const right = kind === "totp" ? await takeTotp(tx, accountId, code) : await takeRecoveryCode(tx, accountId, code);
    if (!right) return null;
    await forgive(tx, counted);
    return await raiseSession(tx, session, client, { assurance: "factor", reason: kind === "totp" ? "factor" : "recovery" });
  });
  if (!raised) throw new AppError("wrong_credentials", { reason: "code" });
  return raised;
}
