import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { sign } from "@/lib/keys/local-keyring-sign";
import { keyAlgorithm } from "@/lib/vault/header";
import { keepPrivateKey } from "@/lib/vault/keep-private-key";
import type { KeyStatement } from "@/lib/vault/key-statement";

/** A connection's new public key, and the worker's signed statement about it. */
export interface PublishedKey {
  keyId: string;
  publicKey: KeyStatement["publicKey"];
  statement: string;
}

/**
 * Makes a connection's key pair. The private half goes, wrapped by the root key and bound to connection and key id, into the keys
 * database before anything is published. A crash in between leaves a wrapped key that nothing was sealed for; the next run replaces it.
 * @param publishedKeyId the key that this one is to follow, which still opens what was sealed for it; null for a connection's first
 */
export async function makeConnectionKey(
  of: { member: string; connection: string; platform: string; host: string },
  publishedKeyId: string | null = null,
): Promise<PublishedKey> {
  const pair = await generateKeyPair(keyAlgorithm, { crv: "P-256", extractable: true });
  const { x = "", y = "" } = await exportJWK(pair.publicKey);
  const publicKey = { kty: "EC", crv: "P-256", x, y } as const;
  const keyId = await calculateJwkThumbprint(publicKey);
  const pkcs8 = new TextEncoder().encode(await exportPKCS8(pair.privateKey));
  await keepPrivateKey({ keyId, connection: of.connection, pkcs8 }, publishedKeyId);
  pkcs8.fill(0);
  const { member, connection, platform, host } = of;
  const says: KeyStatement = { member, connection, platform, host, keyId, publicKey };
  return { keyId, publicKey, statement: await sign("vault-signing", JSON.stringify(says)) };
}
