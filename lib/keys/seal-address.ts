import { CompactEncrypt } from "jose";
import { z } from "zod";

export const addressAlgorithm = "ECDH-ES";
export const addressEncryption = "A256GCM";

const publicKey = z.object({ kid: z.string().min(1), kty: z.literal("OKP"), crv: z.literal("X25519"), x: z.base64url().length(43) });
export type SealingPublicKey = z.infer<typeof publicKey>;

/**
 * Seals the address of a member's calendar for the worker, as a compact JWE (RFC 7516: ECDH-ES on X25519, A256GCM), bound to the
 * calendar's row. Who can read the database, web included, reads no address from it.
 * @param key the setting FEED_PUBLIC_KEY
 */
export async function sealAddress(key: object, calendarId: string, address: string): Promise<string> {
  const { kid, ...jwk } = publicKey.parse(key);
  return await new CompactEncrypt(new TextEncoder().encode(address))
    .setProtectedHeader({ alg: addressAlgorithm, enc: addressEncryption, kid, calendar: calendarId })
    .encrypt(jwk);
}
