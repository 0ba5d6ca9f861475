import { type AuthenticationResponseJSON, type VerifiedAuthenticationResponse, verifyAuthenticationResponse } from "@simplewebauthn/server";
import type { Tx } from "@/db/client";
import { findPasskey, markPasskeyUsed, type PasskeyRow } from "@/db/queries/passkeys";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { passkeySite, userHandle } from "@/lib/factors/passkey-site";
import { type PasskeyChallenge, spendPasskeyChallenge } from "@/lib/factors/spend-passkey-challenge";

export type PasskeyAnswer = { answer: AuthenticationResponseJSON; challenge: PasskeyChallenge };

/**
 * Whether a passkey of this account has answered this challenge, on this site, having verified its user. A right answer uses the
 * challenge up, so that it counts once. A counter that did not go on is refused and leaves a line in the access log: the authenticator
 * may have been copied. In a transaction that acts for the account; commit it also after a refusal, for that line.
 * @param open whether the passkey had to say itself whose it is, in a login without a user name.
 * Source: WebAuthn level 2, 7.2.
 */
export async function takePasskeyAnswer(
  tx: Tx,
  accountId: string,
  { answer, challenge }: PasskeyAnswer,
  { open = false }: { open?: boolean } = {},
): Promise<boolean> {
  const refused = (why: string) => {
    log.info("passkey refused", { why, accountId });
    return false;
  };
  const passkey = await findPasskey(tx, accountId, answer.id);
  if (!passkey) return refused("unknown");
  if (!names(answer, accountId, open)) return refused("user_handle");
  const verified = await verify(answer, challenge.challenge, passkey);
  if (!verified) return refused("invalid");
  const { factorId, counter: before } = passkey;
  const { newCounter: counter, credentialBackedUp: backedUp } = verified;
  if (!(await spendPasskeyChallenge(tx, challenge))) return refused("challenge_spent");
  if (await markPasskeyUsed(tx, { factorId, counter, backedUp, at: now() })) return true;
  log.warn("passkey counter did not go on", { factorId, before, counter });
  await recordAccess(tx, {
    act: "factor.refuse",
    object: `factor:${factorId}`,
    subject: accountId,
    reason: "counter",
    facts: { before, counter },
  });
  return false;
}

function names({ response }: AuthenticationResponseJSON, accountId: string, required: boolean): boolean {
  if (response.userHandle === undefined) return !required;
  return response.userHandle === Buffer.from(userHandle(accountId)).toString("base64url");
}

/** The library throws for every answer that it refuses. It is told no counter: `markPasskeyUsed` decides on that. */
async function verify(
  response: AuthenticationResponseJSON,
  expectedChallenge: string,
  { credentialId, publicKey }: PasskeyRow,
): Promise<VerifiedAuthenticationResponse["authenticationInfo"] | null> {
  const { id: expectedRPID, origin: expectedOrigin } = passkeySite();
  const credential = { id: credentialId, publicKey: Uint8Array.from(publicKey), counter: 0 };
  const outcome = await verifyAuthenticationResponse({
    response,
    expectedChallenge,
    expectedOrigin,
    expectedRPID,
    credential,
    requireUserVerification: true,
  }).catch(() => null);
  return outcome?.verified ? outcome.authenticationInfo : null;
}
