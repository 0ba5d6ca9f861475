import { compactDecrypt, importPKCS8 } from "jose";
import { contentEncryption, isBoundTo, keyAlgorithm, readHeader, type SealContext } from "@/lib/vault/header";
import { type Login, readLogin } from "@/lib/vault/login";
import { VaultError } from "@/lib/vault/vault-error";

/**
 * Reads what a sealed credential says of itself, before anything is opened.
 * @returns the id of the key that it was sealed for
 * @throws VaultError header, for anything but the one algorithm, exactly the known members, and this very context
 */
export function assertSealedFor(jwe: string, context: SealContext): { keyId: string } {
  const header = readHeader(jwe);
  if (!header || !isBoundTo(header, context)) throw new VaultError("header");
  return { keyId: header.kid };
}

/**
 * Opens a sealed credential with its private key (PKCS #8), which is overwritten. Call `assertSealedFor` first.
 * @throws VaultError unreadable: another key, changed bytes, an ephemeral key that is no point of the curve, a text that is no login
 */
export async function unseal(jwe: string, pkcs8: Uint8Array): Promise<Login> {
  const privateKey = await importPKCS8(Buffer.from(pkcs8).toString(), keyAlgorithm);
  pkcs8.fill(0);
  const allowed = { keyManagementAlgorithms: [keyAlgorithm], contentEncryptionAlgorithms: [contentEncryption] };
  try {
    const { plaintext } = await compactDecrypt(jwe, privateKey, allowed);
    const opened = readLogin(plaintext);
    plaintext.fill(0);
    return opened;
  } catch {
    throw new VaultError("unreadable");
  }
}
