import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { Tx } from "@/db/client";
import { listPasskeys } from "@/db/queries/passkeys";
import { passkeySite, userHandle } from "@/lib/factors/passkey-site";

/** EdDSA, ES256 and RS256 (COSE, RFC 9053): what authenticators make today. */
export const passkeyAlgorithms = [-8, -7, -257];

/** How long a person may take, and how long a challenge can be answered. */
export const challengeSeconds = 300;

/**
 * What a browser needs to make a passkey for an account: one that is found without a user name, that verifies its user (by PIN or
 * biometry), of no particular make, and on no authenticator that already has one. In a transaction that acts for the account.
 * Source: WebAuthn level 2, 5.4.
 */
export async function creationOptions(tx: Tx, account: { id: string; email: string }): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { id: rpID, name: rpName } = passkeySite();
  const known = await listPasskeys(tx, account.id);
  return await generateRegistrationOptions({
    rpID,
    rpName,
    userID: userHandle(account.id),
    userName: account.email,
    userDisplayName: account.email,
    timeout: challengeSeconds * 1_000,
    attestationType: "none",
    supportedAlgorithmIDs: passkeyAlgorithms,
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** What a browser needs to have a passkey of this account answer. In a transaction that acts for the account. WebAuthn level 2, 5.5. */
export async function requestOptions(tx: Tx, accountId: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const own = await listPasskeys(tx, accountId);
  return await optionsFor(own.map(({ credentialId, transports }) => ({ id: credentialId, transports })));
}

/** The same before it is known whose passkey it will be: any that this site made. */
export async function openRequestOptions(): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return await optionsFor([]);
}

async function optionsFor(allowCredentials: { id: string; transports: string[] }[]) {
  const { id: rpID } = passkeySite();
  return await generateAuthenticationOptions({
    rpID,
    allowCredentials,
    userVerification: "required",
    timeout: challengeSeconds * 1_000,
  });
}
