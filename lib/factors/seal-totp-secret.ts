import { Secret } from "otpauth";
import { factorKey } from "@/lib/factors/factor-key";
import { decrypt, encrypt } from "@/lib/keys/aead";

type Owner = { accountId: string; factorId: string };

/** A row that is moved to another account or factor cannot be opened there. */
const context = ({ accountId, factorId }: Owner) => `totp ${accountId} ${factorId}`;

/** Encrypts an authenticator's secret as it is stored, bound to its account and factor. */
export function sealTotpSecret(secretBase32: string, owner: Owner): Buffer {
  return encrypt(factorKey("totp secrets"), new Uint8Array(Secret.fromBase32(secretBase32).buffer), context(owner));
}

/** The secret, in base32. @throws Error when the bytes are not this factor's. */
export function openTotpSecret(sealed: Uint8Array, owner: Owner): string {
  const secret = decrypt(factorKey("totp secrets"), sealed, context(owner));
  return new Secret({ buffer: Uint8Array.from(secret).buffer }).base32;
}
