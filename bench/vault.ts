import { randomUUID } from "node:crypto";
import { CompactEncrypt, calculateJwkThumbprint, compactDecrypt, exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { beside, type Figure } from "@/bench/measure";
import { contentEncryption, keyAlgorithm, paddedBytes, type SealContext } from "@/lib/vault/header";
import { sealCredential } from "@/lib/vault/seal";
import { assertSealedFor, unseal } from "@/lib/vault/unseal";

export const benchLogin = { kind: "password", username: "technician@example.org", password: "a platform password, sealed" } as const;

/** Sealing and opening as the service does it (checked, bound, padded, parsed) beside the bare library on the same bytes and key. */
export async function vault(): Promise<Figure[]> {
  const { publicKey, privateKey } = await generateKeyPair(keyAlgorithm, { crv: "P-256", extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const pkcs8 = new TextEncoder().encode(await exportPKCS8(privateKey));
  const context: SealContext = { member: randomUUID(), connection: randomUUID(), platform: "field-nation", host: "h.example", version: 1 };
  const plain = new Uint8Array(paddedBytes).fill(0x20);
  const bareSeal = () =>
    new CompactEncrypt(plain).setProtectedHeader({ alg: keyAlgorithm, enc: contentEncryption, kid, ...context }).encrypt(publicKey);
  const sealed = await sealCredential(jwk, kid, context, benchLogin);
  const open = async () => {
    assertSealedFor(sealed, context);
    // Opening overwrites the key that it is given.
    await unseal(sealed, Uint8Array.from(pkcs8));
  };
  const repeats = { runs: 5, times: 500 };
  return [
    await beside("seal a login", () => sealCredential(jwk, kid, context, benchLogin), "CompactEncrypt of jose", bareSeal, repeats),
    await beside("open a sealed login", open, "compactDecrypt of jose", () => compactDecrypt(sealed, privateKey), repeats),
  ];
}
