import { type Tx, transaction } from "@/db/client";
import { type LoginLookup, lockAccess, lookUpLogin } from "@/db/queries/accounts";
import { replaceHash } from "@/db/queries/passwords";
import type { Client } from "@/lib/accounts/client";
import { closedAccount } from "@/lib/accounts/closed-account";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { isRecognised } from "@/lib/accounts/recognise-device";
import { startSession } from "@/lib/accounts/start-session";
import { type Counted, countAgainst, forgive, unlessBusy } from "@/lib/accounts/throttle";
import { bucketOfAddress, bucketsFor } from "@/lib/accounts/throttle-buckets";
import { tallySign } from "@/lib/audit/tally-signs";
import { AppError } from "@/lib/base/errors";
import { newId } from "@/lib/base/ids";
import { networkOf } from "@/lib/base/network";
import { applyReset } from "@/lib/factors/apply-reset";
import { hasFactor } from "@/lib/factors/has-factor";
import { hashPassword, isOutdated, verifyPassword } from "@/lib/passwords/hash-password";

type Given = { email: string; password: string; remember?: boolean };
/** A session that has begun. While it `needsFactor`, it reaches the verification page and nothing else. */
export type LoggedIn = { accountId: string; sessionId: string; remembered: boolean; needsFactor: boolean };

/**
 * Checks a password and starts a session. Whether the account exists can be told neither by the answer nor by the work done: each
 * attempt that is not put off runs the same queries and one verification, whatever was typed. A hash made with older parameters is
 * made anew. Failures are counted as signs, see lib/oversight/anomalies.
 * @throws AppError wrong_credentials; too_many with `retryAfterSeconds` (clause 4d); forbidden with `state`, after the right
 *   password of an account that is suspended or terminated, and `why`.
 */
export async function logIn(given: Given, client: Client): Promise<LoggedIn> {
  try {
    return await tryLogIn(given, client);
  } catch (thrown) {
    if (thrown instanceof AppError && ["wrong_credentials", "too_many"].includes(thrown.refusal)) {
      const object = bucketOfAddress(normaliseEmail(given.email) ?? given.email);
      tallySign({ kind: "visitor" }, { kind: "login_failed", network: networkOf(client.address), object });
    }
    throw thrown;
  }
}

async function tryLogIn({ email: given, password, remember = false }: Given, client: Client): Promise<LoggedIn> {
  const { email, found, counted } = await admit(given, client);
  const right = await unlessBusy(counted, () => verifyPassword(found?.hash ?? null, password));
  if (!right || !found) throw new AppError("wrong_credentials");
  const { accountId, hash } = found;
  const stronger = isOutdated(hash) ? await hashPassword(password) : null;
  return await transaction({ kind: "claimed", accountId }, async (tx) => {
    const { role } = await asVerified(tx, email, found);
    await forgive(tx, counted);
    if (stronger) await replaceHash(tx, accountId, hash, stronger);
    await applyReset(tx, accountId);
    const assurance = (await hasFactor(tx, accountId)) ? "pending" : "password";
    const remembered = remember && role === null;
    const id = await startSession(tx, accountId, client, { assurance, remembered, reason: "login" });
    return { accountId, sessionId: id, remembered, needsFactor: assurance === "pending" };
  });
}

/**
 * The account as it is now, if what was verified still opens it. While a password is being verified, which takes its time, it may be
 * changed, the address moved, or the account suspended: what ended by that must not begin anew by a login that set out before.
 */
async function asVerified(tx: Tx, email: string, verified: LoginLookup): Promise<LoginLookup> {
  await lockAccess(tx, verified.accountId);
  const current = await lookUpLogin(tx, email);
  if (current?.accountId !== verified.accountId || current.hash !== verified.hash) throw new AppError("wrong_credentials");
  if (current.state !== "active") throw await closedAccount(tx, verified.accountId, current.state);
  return current;
}

/**
 * Finds the account and counts the attempt, committed before the password is looked at. An erased account is as good as none; a text
 * that is no address is looked up and counted like an address that nobody has.
 */
async function admit(given: string, client: Client): Promise<{ email: string; found: LoginLookup | null; counted: Counted }> {
  const email = normaliseEmail(given);
  const row = await transaction({ kind: "visitor" }, (tx) => lookUpLogin(tx, email ?? ""));
  const found = row?.state === "erased" ? null : row;
  const accountId = found?.accountId ?? newId();
  const counted = await transaction({ kind: "claimed", accountId }, async (tx) => {
    const recognised = await isRecognised(tx, accountId, client);
    return await countAgainst(tx, bucketsFor("login", { client, accountId: found ? accountId : null, email: email ?? given, recognised }));
  });
  return { email: email ?? "", found, counted };
}
