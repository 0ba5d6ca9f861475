import { CompactEncrypt, importJWK, type JWK } from "jose";
import { contentEncryption, keyAlgorithm, paddedBytes, type SealContext } from "@/lib/vault/header";
import { type Login, writeLogin } from "@/lib/vault/login";

/** Most bytes that a login may have once it is written down. */
export const mostLoginBytes = paddedBytes;

/** Whether a login is short enough to be sealed. */
export function fitsSeal(login: Login): boolean {
  return writeLogin(login).length <= mostLoginBytes;
}

/**
 * Seals a platform login for one connection's key, as a compact JWE (RFC 7516: ECDH-ES+A256KW, A256GCM). Runs in the browser, before
 * anything leaves the form, and in Node with the same code. The protected header binds it to its context.
 * @param publicKey the connection's P-256 key, which the caller has checked (lib/vault/key-statement.ts)
 */
export async function sealCredential(publicKey: JWK, keyId: string, context: SealContext, login: Login): Promise<string> {
  const plain = writeLogin(login);
  if (plain.length > mostLoginBytes) throw new RangeError("the login is too long to be sealed");
  const padded = new Uint8Array(paddedBytes).fill(0x20);
  padded.set(plain);
  plain.fill(0);
  const { member, connection, platform, host, version } = context;
  return await new CompactEncrypt(padded)
    .setProtectedHeader({ alg: keyAlgorithm, enc: contentEncryption, kid: keyId, member, connection, platform, host, version })
    .encrypt(await importJWK(publicKey, keyAlgorithm));
}
