import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK } from "jose";
import { z } from "zod";

/** An Ed25519 public key as a JSON Web Key (RFC 8037), and what it is said to be for. */
export const publicKey = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.base64url().length(43),
  purpose: z.string().optional(),
});
export type PublicKey = z.infer<typeof publicKey>;

/** The key that a compact JWS names by its RFC 7638 thumbprint, among these; null for none. */
async function keyOf(jws: string, keys: readonly PublicKey[]): Promise<PublicKey | null> {
  const { kid } = decodeProtectedHeader(jws);
  for (const key of keys) if ((await calculateJwkThumbprint(key)) === kid) return key;
  return null;
}

/**
 * The payload of a compact JWS (RFC 7515) that one of these keys has signed by EdDSA, with the type that its header has to name.
 * @returns null when it is anything else: another key or algorithm, another type, a changed or cut text, a header that is not understood.
 */
export async function openSigned(jws: string, keys: readonly PublicKey[], typ: string | undefined): Promise<unknown> {
  try {
    const key = await keyOf(jws, keys);
    if (!key) return null;
    const { payload, protectedHeader } = await compactVerify(jws, await importJWK(key, "EdDSA"), { algorithms: ["EdDSA"] });
    if (protectedHeader.typ !== typ) return null;
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch {
    return null;
  }
}
