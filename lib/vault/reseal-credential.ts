import type { Tx } from "@/db/client";
import { replaceSeal } from "@/db/queries/credentials";
import { localKeyring } from "@/lib/keys/local-keyring";
import type { SealContext } from "@/lib/vault/header";
import type { PublishedKey } from "@/lib/vault/make-connection-key";
import { type Opening, openCredential } from "@/lib/vault/open-credential";
import { signRow } from "@/lib/vault/row-seal";
import { sealCredential } from "@/lib/vault/seal";

/**
 * Seals a connection's credential anew, as the same version, for the connection's next key; the worker signs the row as itself. Opening it
 * leaves a line that the member can read.
 * @returns what puts it in place, in the caller's transaction: false when the member has stored another meanwhile
 * @throws VaultError when it does not open
 */
export async function resealCredential(of: Opening, key: PublishedKey, job: string): Promise<(tx: Tx) => Promise<boolean>> {
  const { login, row } = await openCredential(of, { job, reason: "rotate" });
  const { connectionId, accountId, platform, host } = of;
  const context: SealContext = { member: accountId, connection: connectionId, platform, host, version: row.version };
  const jwe = await sealCredential(key.publicKey, key.keyId, context, login);
  const sealed = { ...row, jwe, signer: "worker" } as const;
  const signature = await signRow(localKeyring().signing("row-signing"), sealed);
  return async (tx) => await replaceSeal(tx, row, { jwe, signer: "worker", signature });
}
