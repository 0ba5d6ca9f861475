import { keysDb, type Tx, transaction, withLock } from "@/db/client";
import { findConnectionKey, supersedeKeysBefore } from "@/db/queries/connection-keys";
import { type ConnectionRow, findConnection, replaceKey } from "@/db/queries/connections";
import { findCredential } from "@/db/queries/credentials";
import { isVaultFrozen } from "@/db/queries/stops";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { log } from "@/lib/base/log";
import { requireAdapter } from "@/lib/connections/require-adapter";
import { destroyConnectionKeys } from "@/lib/vault/destroy-keys";
import { makeConnectionKey, type PublishedKey } from "@/lib/vault/make-connection-key";
import { resealCredential } from "@/lib/vault/reseal-credential";
import { VaultError } from "@/lib/vault/vault-error";

const job = "rotate-key";
/** A member may store a new credential while the old one is being sealed anew; then it is done again. */
const tries = 3;

/** `busy`: its key is being made at this moment, or the member keeps replacing the credential. `frozen`: staff have frozen the vault. `gone`: it is unlinked, or has no key. */
export type Rotated = "rotated" | "unreadable" | "busy" | "frozen" | "gone";

/**
 * Gives a connection a new key and seals its credential for it, at once: it can be opened before, between and after. The earlier key stays
 * for the forms that are open, until it is retired. A crash before the new key is published leaves a key that nothing was sealed for,
 * and the next run makes another; one after it leaves the earlier key to be noted as superseded, which the next run does first.
 * A credential that does not open is left as it is.
 * @param madeBefore a connection whose key is from then on has been rotated already
 */
export async function rotateConnectionKey(connectionId: string, madeBefore: Date): Promise<Rotated> {
  const rotated = await withLock(`connection-key:${connectionId}`, async (): Promise<Rotated> => {
    const connection = await transaction({ kind: "system", job }, (tx) => findConnection(tx, connectionId));
    if (!connection || connection.state === "unlinked") {
      // Its own job destroys its keys too; whichever comes second finds nothing.
      await destroyConnectionKeys(connectionId);
      return "gone";
    }
    if (!connection.keyId) return "gone";
    const published = await findConnectionKey(keysDb(), connection.keyId, connectionId);
    if (published && published.createdAt >= madeBefore) {
      await supersedeKeysBefore(keysDb(), connectionId, connection.keyId, now());
      return "rotated";
    }
    if (await transaction({ kind: "system", job }, isVaultFrozen)) return "frozen";
    return await replace(connection, connection.keyId);
  });
  return rotated ?? "busy";
}

async function replace(connection: ConnectionRow, earlierKeyId: string): Promise<Rotated> {
  const { id: connectionId, accountId, platform } = connection;
  const { host } = requireAdapter(platform);
  const key = await makeConnectionKey({ member: accountId, connection: connectionId, platform, host }, earlierKeyId);
  for (let left = tries; left > 0; left -= 1) {
    const sealed = await seal(connection, host, key);
    if (sealed === "unreadable" || sealed === "frozen") return sealed;
    const done = await publish(connection, earlierKeyId, key, sealed);
    if (done === "gone") await destroyConnectionKeys(connectionId);
    if (done === "rotated") await supersedeKeysBefore(keysDb(), connectionId, key.keyId, now());
    if (done !== "busy") return done;
  }
  return "busy";
}

type PutSeal = (tx: Tx) => Promise<boolean>;

async function seal(connection: ConnectionRow, host: string, key: PublishedKey): Promise<PutSeal | "unreadable" | "frozen"> {
  const { id: connectionId, accountId, platform } = connection;
  const found = await transaction({ kind: "system", job, accountId }, (tx) => findCredential(tx, connectionId));
  // Nothing to seal anew, as long as nothing is stored meanwhile.
  if (!found) return async (tx) => (await findCredential(tx, connectionId)) === null;
  try {
    return await resealCredential({ connectionId, accountId, platform, host }, key, job);
  } catch (thrown) {
    if (!(thrown instanceof VaultError)) throw thrown;
    if (thrown.why === "missing") return async () => true;
    if (thrown.why === "frozen") return "frozen";
    log.error("credential not sealed anew", { connection: connectionId, why: thrown.why });
    return "unreadable";
  }
}

class Overtaken extends Error {}

async function publish(
  connection: ConnectionRow,
  earlierKeyId: string,
  key: PublishedKey,
  put: PutSeal,
): Promise<"rotated" | "busy" | "gone"> {
  const { id: connectionId, accountId } = connection;
  const { keyId, publicKey, statement } = key;
  try {
    return await transaction({ kind: "system", job, accountId }, async (tx) => {
      if (!(await replaceKey(tx, connectionId, earlierKeyId, { keyId, publicKey, keyStatement: statement }))) return "gone";
      if (!(await put(tx))) throw new Overtaken();
      await recordAccess(tx, { act: "key.rotate", object: `connection:${connectionId}`, subject: accountId, reason: "rotation" });
      return "rotated";
    });
  } catch (thrown) {
    if (thrown instanceof Overtaken) return "busy";
    throw thrown;
  }
}
