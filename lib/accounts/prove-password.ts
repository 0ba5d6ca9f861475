import { transaction } from "@/db/client";
import { findHash } from "@/db/queries/passwords";
import type { Client } from "@/lib/accounts/client";
import { raiseSession } from "@/lib/accounts/raise-session";
import type { Session } from "@/lib/accounts/read-session";
import { countOwnAttempt, forgive, unlessBusy } from "@/lib/accounts/throttle";
import { verifyingActor } from "@/lib/accounts/verify-factor";
import { AppError } from "@/lib/base/errors";
import { hasFactor } from "@/lib/factors/has-factor";
import { verifyPassword } from "@/lib/passwords/hash-password";

/**
 * Takes the password as a fresh proof before a sensitive act, of an account that has nothing stronger. The session is replaced by one
 * whose proof is new; returns its id.
 * @throws AppError wrong_credentials with reason "password"; mfa_required for an account with a second factor; too_many with
 *   `retryAfterSeconds`; not_signed_in when the session ended meanwhile.
 */
export async function provePassword(session: Session, password: string, client: Client): Promise<string> {
  const { accountId } = session;
  const actor = verifyingActor(session);
  const { counted, hash } = await transaction(actor, async (tx) => {
    if (await hasFactor(tx, accountId)) throw new AppError("mfa_required");
    return { counted: await countOwnAttempt(tx, "verify-password", accountId, client), hash: await findHash(tx, accountId) };
  });
  const right = await unlessBusy(counted, () => verifyPassword(hash, password));
  if (!right) throw new AppError("wrong_credentials", { reason: "password" });
  return await transaction(actor, async (tx) => {
    if (await hasFactor(tx, accountId)) throw new AppError("mfa_required");
    await forgive(tx, counted);
    return await raiseSession(tx, session, client, { assurance: "password", reason: "password" });
  });
}
