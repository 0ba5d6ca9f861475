import { transaction, withLock } from "@/db/client";
import { findConnection, publishKey } from "@/db/queries/connections";
import { recordAccess } from "@/lib/audit/record-access";
import { requireAdapter } from "@/lib/connections/require-adapter";
import { makeConnectionKey } from "@/lib/vault/make-connection-key";

/** Job: makes the key pair of a connection that waits for one, and publishes its public half. Run again, it makes it anew or does nothing. */
export async function publishConnectionKey(connectionId: string): Promise<void> {
  await withLock(`connection-key:${connectionId}`, async () => {
    const connection = await transaction({ kind: "system", job: "make-key" }, (tx) => findConnection(tx, connectionId));
    if (connection?.state !== "awaiting_key") return;
    const { accountId, platform } = connection;
    const { host } = requireAdapter(platform);
    const { keyId, publicKey, statement } = await makeConnectionKey({ member: accountId, connection: connectionId, platform, host });
    await transaction({ kind: "system", job: "make-key", accountId }, async (tx) => {
      if (!(await publishKey(tx, connectionId, { keyId, publicKey, keyStatement: statement }))) return;
      await recordAccess(tx, { act: "key.make", object: `connection:${connectionId}`, subject: accountId, reason: "member" });
    });
  });
}
