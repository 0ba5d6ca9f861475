import { keysDb, transaction } from "@/db/client";
import { deleteKeys, supersededKeys } from "@/db/queries/connection-keys";
import { dropEarlierKey } from "@/db/queries/connections";
import { findCredential } from "@/db/queries/credentials";
import { later, minuteMs, now } from "@/lib/base/clock";
import { rotateConnectionKey } from "@/lib/connections/rotate-connection-key";
import { readHeader } from "@/lib/vault/header";
import { earlierKeyMinutes } from "@/lib/vault/key-limits";

const job = "retire-keys";
const batch = 200;

/**
 * Deletes the connections' earlier keys whose hour is over. First the form that was open is shut out, then the credential is looked at:
 * one that was still sealed for such a key is sealed anew. A crash at any line leaves keys that the next run finds again.
 * @returns how many were deleted; fewer than the batch means that none is left but those that could not be
 */
export async function retireConnectionKeys(): Promise<{ retired: number; kept: number }> {
  const due = await supersededKeys(keysDb(), later(now(), -earlierKeyMinutes * minuteMs), batch);
  const free: string[] = [];
  for (const { keyId, connectionId } of due) {
    await transaction({ kind: "system", job }, (tx) => dropEarlierKey(tx, connectionId, keyId));
    if (!(await isSealedFor(connectionId, keyId)) || (await rotateConnectionKey(connectionId, now())) === "rotated") free.push(keyId);
  }
  if (free.length > 0) await deleteKeys(keysDb(), free);
  return { retired: free.length, kept: due.length - free.length };
}

async function isSealedFor(connectionId: string, keyId: string): Promise<boolean> {
  const credential = await transaction({ kind: "system", job }, (tx) => findCredential(tx, connectionId));
  return credential !== null && readHeader(credential.jwe)?.kid === keyId;
}
