import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { keysDb } from "@/db/client";
import { keepConnectionKey } from "@/db/queries/connection-keys";
import { now } from "@/lib/base/clock";
import { sign } from "@/lib/keys/local-keyring-sign";
import { keyProvider } from "@/lib/keys/provider";
import { keyAlgorithm } from "@/lib/vault/header";
import type { KeyStatement } from "@/lib/vault/key-statement";
import { wrappingContext } from "@/lib/vault/wrapping-context";

/** A connection's new public key, and the worker's signed statement about it. */
export interface PublishedKey {
  keyId: string;
  publicKey: KeyStatement["publicKey"];
  statement: string;
}

/**
 * Makes a connection's key pair. The private half goes, wrapped by the root key and bound to connection and key id, into the keys
 * database before anything is published. A crash in between leaves a wrapped key that nothing was sealed for; the next run replaces it.
 */
export async function makeConnectionKey(of: { member: string; connection: string; platform: string; host: string }): Promise<PublishedKey> {
  const pair = await generateKeyPair(keyAlgorithm, { crv: "P-256", extractable: true });
  const { x = "", y = "" } = await exportJWK(pair.publicKey);
  const publicKey = { kty: "EC", crv: "P-256", x, y } as const;
  const keyId = await calculateJwkThumbprint(publicKey);
  const pkcs8 = new TextEncoder().encode(await exportPKCS8(pair.privateKey));
  const { keyId: rootKeyId, wrapped } = await (await keyProvider()).wrap(pkcs8, wrappingContext(of.connection, keyId));
  await keepConnectionKey(keysDb(), { keyId, connectionId: of.connection, rootKeyId, wrapped: Buffer.from(wrapped), createdAt: now() });
  const { member, connection, platform, host } = of;
  const says: KeyStatement = { member, connection, platform, host, keyId, publicKey };
  return { keyId, publicKey, statement: await sign("vault-signing", JSON.stringify(says)) };
}
