import { keysDb } from "@/db/client";
import { keepConnectionKey } from "@/db/queries/connection-keys";
import { now } from "@/lib/base/clock";
import { keyProvider } from "@/lib/keys/provider";
import { catchUpWithRoots, registerCurrentRoot } from "@/lib/vault/root-keys";
import { wrappingContext } from "@/lib/vault/wrapping-context";

/**
 * Wraps a connection's new private key (PKCS #8) by the current root key and keeps it in the keys database. A process that has not
 * heard of a newer root key yet goes on with its own until that is retired, and then looks anew.
 * @param publishedKeyId the key that the connection has now; null when it has none
 * @throws Error when the provider's current root key has been retired.
 */
export async function keepPrivateKey(
  of: { keyId: string; connection: string; pkcs8: Uint8Array },
  publishedKeyId: string | null,
): Promise<void> {
  const { keyId, connection: connectionId, pkcs8 } = of;
  const provider = await keyProvider();
  const keep = async () => {
    const { keyId: rootKeyId, wrapped } = await provider.wrap(pkcs8, wrappingContext(connectionId, keyId));
    const row = { keyId, connectionId, rootKeyId, wrapped: Buffer.from(wrapped), createdAt: now() };
    return await keepConnectionKey(keysDb(), row, publishedKeyId);
  };
  if (await keep()) return;
  await catchUpWithRoots();
  await registerCurrentRoot();
  if (!(await keep())) throw new Error(`Root key ${provider.currentKeyId} is retired, and the provider has no later one.`);
}
