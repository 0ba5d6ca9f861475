import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import type { Tx } from "@/db/client";
import { insertPasskey } from "@/db/queries/passkeys";
import { isUniqueViolation } from "@/db/violations";
import { AppError } from "@/lib/base/errors";
import { log } from "@/lib/base/log";
import { addFactor } from "@/lib/factors/add-factor";
import { passkeyAlgorithms } from "@/lib/factors/passkey-options";
import { passkeySite } from "@/lib/factors/passkey-site";
import { type PasskeyChallenge, spendPasskeyChallenge } from "@/lib/factors/spend-passkey-challenge";

export type NewPasskey = { answer: RegistrationResponseJSON; challenge: PasskeyChallenge; name: string };

/**
 * Makes a passkey that the browser has just created one of the account's factors. In a transaction that acts for the account.
 * Returns the factor's id.
 * @throws AppError conflict with reason "passkey" when the answer is not to this challenge and this site, did not verify its user, or was
 *   given before; already_taken when the passkey is enrolled already.
 * Source: WebAuthn level 2, 7.1.
 */
export async function enrolPasskey(tx: Tx, accountId: string, { answer, challenge, name }: NewPasskey): Promise<string> {
  const { id: expectedRPID, origin: expectedOrigin } = passkeySite();
  const outcome = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: challenge.challenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
    supportedAlgorithmIDs: passkeyAlgorithms,
  }).catch(() => null);
  const spent = outcome?.verified === true && (await spendPasskeyChallenge(tx, challenge));
  if (!outcome?.verified || !spent) {
    log.info("new passkey refused", { why: outcome?.verified ? "challenge_spent" : "invalid", accountId });
    throw new AppError("conflict", { reason: "passkey" });
  }
  const { credential, credentialBackedUp: backedUp } = outcome.registrationInfo;
  const { id: credentialId, publicKey, counter } = credential;
  const factorId = await addFactor(tx, { accountId, kind: "passkey", name });
  const transports = answer.response.transports ?? [];
  try {
    await insertPasskey(tx, { factorId, accountId, credentialId, publicKey: Buffer.from(publicKey), counter, transports, backedUp });
  } catch (thrown) {
    if (isUniqueViolation(thrown, "passkeys_credential_id_unique")) throw new AppError("already_taken", { reason: "passkey" });
    throw thrown;
  }
  return factorId;
}
