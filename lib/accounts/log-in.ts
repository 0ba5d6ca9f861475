import { transaction } from "@/db/client";
import { lookUpLogin } from "@/db/queries/accounts";
import { replaceHash } from "@/db/queries/passwords";
import type { Client } from "@/lib/accounts/client";
import { hashPassword, isOutdated, verifyPassword } from "@/lib/accounts/hash-password";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { longestPasswordBytes } from "@/lib/accounts/password-rules";
import { startSession } from "@/lib/accounts/start-session";
import { accountBucket, countAgainst, forgive, networkBucket, unknownBucket } from "@/lib/accounts/throttle";
import { AppError } from "@/lib/base/errors";
import { applyReset } from "@/lib/factors/apply-reset";
import { hasFactor } from "@/lib/factors/has-factor";

/** A session that has begun. While it `needsFactor`, it reaches the verification page and nothing else. */
export type LoggedIn = { accountId: string; sessionId: string; remembered: boolean; needsFactor: boolean };

/**
 * Checks a password and starts a session. Whether the account exists can be told neither by the answer nor by the work done: each
 * attempt that is not put off runs one verification. A hash made with older parameters is made anew.
 * @throws AppError wrong_credentials; too_many with `retryAfterSeconds` (clause 4d); forbidden with `state`, after the right
 *   password of an account that is suspended or terminated.
 */
export async function logIn(
  { email: given, password, remember = false }: { email: string; password: string; remember?: boolean },
  client: Client,
): Promise<LoggedIn> {
  const email = normaliseEmail(given);
  if (!email || Buffer.byteLength(password) > longestPasswordBytes) throw new AppError("wrong_credentials");
  const network = networkBucket("login", client);
  const { found, account, counted } = await transaction({ kind: "visitor" }, async (tx) => {
    const found = await lookUpLogin(tx, email);
    const account = found ? accountBucket("login", found.accountId) : unknownBucket("login", email);
    return { found, account, counted: await countAgainst(tx, [network, account]) };
  });
  const right = await verifyPassword(found?.hash ?? null, password);
  if (!found || !right) throw new AppError("wrong_credentials");
  if (found.state !== "active") throw new AppError("forbidden", { state: found.state });
  const { accountId, hash } = found;
  const stronger = isOutdated(hash) ? await hashPassword(password) : null;
  const remembered = remember && found.role === null;
  return await transaction({ kind: "claimed", accountId }, async (tx) => {
    await forgive(tx, account, network, counted);
    if (stronger) await replaceHash(tx, accountId, hash, stronger);
    await applyReset(tx, accountId);
    const assurance = (await hasFactor(tx, accountId)) ? "pending" : "password";
    const id = await startSession(tx, accountId, client, { assurance, remembered, reason: "login" });
    return { accountId, sessionId: id, remembered, needsFactor: assurance === "pending" };
  });
}
