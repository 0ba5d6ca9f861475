import { keysDb, transaction } from "@/db/client";
import { findConnectionKey, floorOf } from "@/db/queries/connection-keys";
import { findCredential, type StoredCredential } from "@/db/queries/credentials";
import { isVaultFrozen } from "@/db/queries/stops";
import { recordAccess } from "@/lib/audit/record-access";
import { workerEnv } from "@/lib/base/env";
import { localKeyring } from "@/lib/keys/local-keyring";
import { keyProvider } from "@/lib/keys/provider";
import { publicHalf } from "@/lib/keys/signing";
import type { Login } from "@/lib/vault/login";
import { isRowSigned } from "@/lib/vault/row-seal";
import { assertSealedFor, unseal } from "@/lib/vault/unseal";
import { VaultError } from "@/lib/vault/vault-error";
import { wrappingContext } from "@/lib/vault/wrapping-context";

/** The connection as its row has it, and the host that the worker's own configuration has for the platform. */
export interface Opening {
  connectionId: string;
  accountId: string;
  platform: string;
  host: string;
}

/** By whose signature a row must hold: what web stored, and what the worker itself has sealed anew. */
const signerKey = ({ signer }: StoredCredential) =>
  signer === "web" ? workerEnv().ROW_PUBLIC_KEY : publicHalf(localKeyring().signing("row-signing"));

async function assertOpenable(row: StoredCredential, of: Opening): Promise<{ keyId: string }> {
  const { connectionId, accountId, platform, host } = of;
  if (row.accountId !== accountId || !(await isRowSigned(signerKey(row), row, row.signature))) throw new VaultError("row_signature");
  const sealedFor = assertSealedFor(row.jwe, { member: accountId, connection: connectionId, platform, host, version: row.version });
  if (row.version < (await floorOf(keysDb(), connectionId))) throw new VaultError("replayed");
  return sealedFor;
}

/** The keys database says which keys a connection has: an older one of its own still opens while it lasts, another's never does. */
async function decrypt(jwe: string, { connectionId, keyId }: { connectionId: string; keyId: string }): Promise<Login> {
  const key = await findConnectionKey(keysDb(), keyId, connectionId);
  if (!key) throw new VaultError("key_destroyed");
  const pkcs8 = await (await keyProvider()).unwrap(key.rootKeyId, key.wrapped, wrappingContext(connectionId, keyId));
  return await unseal(jwe, pkcs8);
}

/**
 * Opens a connection's credential: the worker's alone. First comes the line in the access log that the member can read, in a
 * transaction of its own, so that no opening goes unrecorded; an opening that is then refused has its line too.
 * @throws VaultError while staff have frozen the vault, before anything is read; when the row was not signed by web, is bound to anything but this connection, a key of its own, its platform and the configured
 *   host, is older than what was once accepted, or cannot be decrypted by the one algorithm.
 */
export async function openCredential(
  of: Opening,
  { job, reason }: { job: string; reason: string },
): Promise<{ login: Login; row: StoredCredential }> {
  const { connectionId, accountId } = of;
  const row = await transaction({ kind: "system", job, accountId }, async (tx) => {
    if (await isVaultFrozen(tx)) throw new VaultError("frozen");
    const found = await findCredential(tx, connectionId);
    if (!found) throw new VaultError("missing");
    await recordAccess(tx, {
      act: "credential.open",
      object: `connection:${connectionId}`,
      subject: accountId,
      reason,
      facts: { version: found.version, platform: of.platform },
    });
    return found;
  });
  const { keyId } = await assertOpenable(row, of);
  return { login: await decrypt(row.jwe, { connectionId, keyId }), row };
}
