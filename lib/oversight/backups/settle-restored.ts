import type { Tx } from "@/db/client";
import { deleteProofs } from "@/db/queries/begin-erasure";
import {
  beginAnew,
  connectionsWithKeys,
  endAllSessions,
  endForErasure,
  nameActor,
  notErased,
  type SealedConnection,
  unforceRowSecurity,
} from "@/db/queries/restored";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { unlinkAll } from "@/lib/connections/unlink-connection";
import { queueMail } from "@/lib/notices/queue-mail";
import { recordRequest } from "@/lib/requests/record-request";

/** What the keys database holds: which keys, of which connection, and the lowest version of a login that each still opens. */
export interface KeysHeld {
  /** Key id → connection's id. */
  keys: ReadonlyMap<string, string>;
  /** Connection's id → version. */
  floors: ReadonlyMap<string, number>;
}
export interface Settled {
  /** Accounts that had been erased after the backup, and are erased again by the worker. */
  erasedAgain: number;
  sessionsEnded: number;
  /** Connections whose members have to give their login once more. */
  sealAnew: number;
}

const opens = ({ keys, floors }: KeysHeld, { id, keyId, version }: SealedConnection) =>
  keys.get(keyId) === id && (version === null || version >= (floors.get(id) ?? 0));

/**
 * What became of a database's rows after the backup that it was put back from cannot be known from it. So, in one transaction and before
 * anybody uses it: whoever was erased since ends again, and the worker erases them; every session and mailed link ends; a connection whose
 * key the keys database no longer holds, or whose login is older than the last one it opened, gets a new key, and its member is asked by mail.
 * @param erased accounts that were erased, as the notes beside the checkpoints have it
 */
export async function settleRestored(tx: Tx, held: KeysHeld, erased: string[]): Promise<Settled> {
  const at = now();
  await unforceRowSecurity(tx);
  await nameActor(tx, "host:restore");
  const back = await notErased(tx, erased);
  for (const accountId of back) {
    await endForErasure(tx, accountId);
    await unlinkAll(tx, accountId, "erased");
    await deleteProofs(tx, accountId);
    await recordRequest(tx, { accountId, kind: "erase-account", subjectId: accountId });
    await recordAccess(tx, { act: "account.ask-erasure", object: `account:${accountId}`, subject: accountId, reason: "restored" });
  }
  const sessionsEnded = await endAllSessions(tx, at);
  const shut = (await connectionsWithKeys(tx)).filter((connection) => !opens(held, connection));
  for (const { id, accountId, platform } of shut) {
    await beginAnew(tx, id, held.floors.get(id) ?? 0, at);
    await recordAccess(tx, { act: "connection.begin-anew", object: `connection:${id}`, subject: accountId, reason: "restored" });
    await queueMail(tx, { template: "connection-lost-key", accountId, facts: { platform } });
  }
  const settled = { erasedAgain: back.length, sessionsEnded, sealAnew: shut.length };
  await recordAccess(tx, { act: "backup.restore", object: "database:main", subject: null, reason: "restored", facts: settled });
  return settled;
}
