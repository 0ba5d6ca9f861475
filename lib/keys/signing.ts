import { CompactSign, calculateJwkThumbprint, compactVerify, exportJWK, generateKeyPair, importJWK } from "jose";
import { z } from "zod";

/** An Ed25519 public key (RFC 8037) as a JSON Web Key: what else stands in it, a private half above all, is dropped. */
export const signingPublicKey = z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.base64url().length(43) });
const privateKey = signingPublicKey.extend({ d: z.base64url().length(43) });

/** An Ed25519 public key (RFC 8037) as a JSON Web Key. */
export type SigningPublicKey = z.infer<typeof signingPublicKey>;
export type SigningPrivateKey = z.infer<typeof privateKey>;

/** A new Ed25519 key pair, as JSON Web Keys. Keep the private half where its signer alone can read it. */
export async function makeSigningPair(): Promise<{ privateJwk: SigningPrivateKey; publicJwk: SigningPublicKey }> {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const privateJwk = privateKey.parse(await exportJWK(pair.privateKey));
  return { privateJwk, publicJwk: signingPublicKey.parse(privateJwk) };
}

/** The public half of a private key. */
export function publicHalf(privateJwk: object): SigningPublicKey {
  return signingPublicKey.parse(privateJwk);
}

/**
 * Signs a text as a compact JWS (RFC 7515) by EdDSA; `kid` is the key's RFC 7638 thumbprint.
 * `typ` says what the text is, where one key signs texts of more than one kind (RFC 8725, 3.11).
 * A key signs for one purpose only, so that a signature made for one thing cannot be shown as one for another.
 */
export async function signWith(privateJwk: object, payload: string, typ?: string): Promise<string> {
  const key = privateKey.parse(privateJwk);
  const kid = await calculateJwkThumbprint(signingPublicKey.parse(key));
  return await new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: "EdDSA", kid, ...(typ === undefined ? {} : { typ }) })
    .sign(await importJWK(key, "EdDSA"));
}

/**
 * The text of a compact JWS by the holder of this key; null when it is anything else: another key, another algorithm,
 * a critical header that we do not know, a changed or cut text.
 */
export async function verifySigned(publicJwk: object, jws: string): Promise<string | null> {
  const key = signingPublicKey.parse(publicJwk);
  const imported = await importJWK(key, "EdDSA");
  try {
    const { payload, protectedHeader } = await compactVerify(jws, imported, { algorithms: ["EdDSA"] });
    if (protectedHeader.kid !== (await calculateJwkThumbprint(key))) return null;
    return new TextDecoder("utf-8", { fatal: true }).decode(payload);
  } catch {
    return null;
  }
}
