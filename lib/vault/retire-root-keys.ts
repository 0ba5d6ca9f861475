import { keysDb, transaction } from "@/db/client";
import { listRootKeys, retireRootKey } from "@/db/queries/root-keys";
import { recordAccess } from "@/lib/audit/record-access";
import { dayMs, later, now } from "@/lib/base/clock";
import { keyProvider } from "@/lib/keys/provider";
import { backupDays } from "@/lib/vault/key-limits";

const job = "retire-keys";

/**
 * Retires root keys by which nothing has been wrapped for as long as backups of the keys database live: first none can be used any more,
 * then the provider destroys them. A crash in between leaves a retired key that the next run destroys.
 */
export async function retireRootKeys(): Promise<number> {
  const provider = await keyProvider();
  const before = later(now(), -backupDays * dayMs);
  let retired = 0;
  for (const { keyId, version, supersededAt, retiredAt } of await listRootKeys(keysDb())) {
    if (retiredAt === null && (supersededAt === null || supersededAt > before)) continue;
    if (retiredAt === null && !(await retireRootKey(keysDb(), keyId, now()))) continue;
    if (!(await provider.holds(keyId))) continue;
    await provider.destroyKey(keyId);
    retired += 1;
    await transaction({ kind: "system", job }, (tx) =>
      recordAccess(tx, { act: "key.retire", object: `root-key:${keyId}`, subject: null, reason: "rotation", facts: { version } }),
    );
  }
  return retired;
}
